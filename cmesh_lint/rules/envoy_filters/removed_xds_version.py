"""xDS version 2."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_TYPES = (
    "envoy.config.core.v3.ApiConfigSource",
    "envoy.config.ratelimit.v3.RateLimitServiceConfig",
    "envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig",
    "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz",
    "envoy.extensions.filters.network.ext_authz.v3.ExtAuthz",
)


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the version."""
    if message.fields.get("transport_api_version") == "V2":
        text = "xDS version 2 was removed from Envoy; write `V3`"
        yield RULE.found(text, message.route_of("transport_api_version"))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.ext_authz
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
    transport_api_version: V2  # want: removed-xds-version "write `V3`"
    grpc_service: {timeout: 1s, envoy_grpc: {cluster_name: default/authz}}
""")
    return Page(
        title="xDS version 2",
        catches="`transport_api_version: V2` in the settings of a gRPC service or of a config source.",
        why="No version of Cilium's Envoy supports it, so Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("V2", "V3")),
        fix="Write `V3`.",
        log=("V2 xDS transport protocol version is deprecated in …",),
    )


RULE = Rule(
    id="removed-xds-version",
    severity="error",
    gate="nacked",
    on=_TYPES,
    check=check,
    page=page,
)
