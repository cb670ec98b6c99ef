"""Credentials of a Google gRPC client that Envoy does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import extensions
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..envoy_values.config_source import READ
from ..grpc_services import is_made_at_once

_CLIENT = "envoy.config.core.v3.GrpcService.GoogleGrpc"
_API = "envoy.config.core.v3.ApiConfigSource"
_FIELD = "credentials_factory_name"
_DEFAULT = "envoy.grpc_credentials.default"


def check(client: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name, where Envoy makes the client as it takes the configuration."""
    name, service = client.fields.get(_FIELD), client.parent
    if not isinstance(name, str) or name in ("", _DEFAULT) or service is None or not _is_read(service):
        return
    if not any(each.name == name and each.available(config.version) is not False for each in extensions()):
        yield RULE.found(f"Cilium's Envoy has no credentials `{name}`; expected none", client.route_of(_FIELD))


def _is_read(service: Message) -> bool:
    around = service.parent
    if around is None or around.type != _API:
        return is_made_at_once(service)
    return around.parent is not None and around.parent.field in READ


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
access_log:
- name: envoy.access_loggers.http_grpc
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig
    common_config:
      log_name: echo
      transport_api_version: V3
      grpc_service:
        google_grpc:
          target_uri: logs.example.com:443
          stat_prefix: logs
          credentials_factory_name: envoy.grpc_credentials.file_based_metadata  # want: google-grpc-credentials "has no credentials"
""")
    return Page(
        title="Credentials that Envoy does not have",
        catches=(
            "A `credentials_factory_name` of a `google_grpc` service, of an access log and the like, that Cilium's Envoy is built without."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(
            bad, ("              credentials_factory_name: envoy.grpc_credentials.file_based_metadata\n", "")
        ),
        fix="Take it out, and use `channel_credentials`.",
        log=("Unknown google grpc credentials factory: …",),
    )


RULE = Rule(
    id="google-grpc-credentials",
    severity="error",
    gate="nacked",
    on=(_CLIENT,),
    check=check,
    page=page,
)
