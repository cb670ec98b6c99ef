"""A TypedStruct hides a message that the agent must complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Gate, Problem
from ...protobuf.walk import Message, payload_type
from ...protobuf.wellknown import ANY
from ...rule import Example, Page, Rule, fix_example

TYPED_STRUCT = "xds.type.v3.TypedStruct"
_TLS = "envoy.extensions.transport_sockets.tls.v3."
_CONTEXTS = (f"{_TLS}DownstreamTlsContext", f"{_TLS}UpstreamTlsContext")


def check(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a connection manager, a TCP proxy or a TLS context in a TypedStruct."""
    if any_.parent is None or payload_type(any_.value) != TYPED_STRUCT:
        return
    url, held = any_.value.get("type_url", any_.value.get("typeUrl")), any_.value.get("value")
    name = url.rpartition("/")[2] if isinstance(url, str) else ""
    if name in (HCM, TCP_PROXY, *_CONTEXTS):
        gate: Gate | None = "nacked" if _is_incomplete(held) else None
        text = f"the agent does not look inside a TypedStruct and does not complete this {name.rpartition('.')[2]}"
        yield RULE.found(text, any_.route, at="key", gate=gate)


def _is_incomplete(value: Any) -> bool:
    """Whether something in it asks for routes or secrets and does not say where."""
    if isinstance(value, list):
        return any(map(_is_incomplete, value))
    if not isinstance(value, dict):
        return False
    for key, below in value.items():
        asked = below if isinstance(below, list) else [below]
        source = "config_source" if key == "rds" else "sds_config" if "sds_secret_config" in key else ""
        if source and any(isinstance(each, dict) and source not in each for each in asked):
            return True
    return any(map(_is_incomplete, value.values()))


_TYPE = '          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.'
_HIDDEN = """\
        typed_config:  # want: typed-struct-not-completed "does not complete this HttpConnectionManager"
          "@type": type.googleapis.com/xds.type.v3.TypedStruct
          type_url: type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          value:
            stat_prefix: echo
            rds: {route_config_name: echo}
            http_filters:
            - name: envoy.filters.http.router
              typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
"""


def page() -> Page:
    from ..echo import ECHO
    from ..examples import http_filter, in_cluster, network_filter

    _plain = f"""\
        typed_config:
{_TYPE}HttpConnectionManager
          stat_prefix: echo
          rds:
            route_config_name: echo
          use_remote_address: true
          http_filters:
          - name: envoy.filters.http.router
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
"""
    bad = fix_example(ECHO, (_plain, _HIDDEN))
    return Page(
        title="A TypedStruct hides a message that the agent must complete",
        catches=(
            "A connection manager, TCP proxy or TLS context written as a TypedStruct. Envoy understands it, but the "
            "agent does not look inside: it adds no policy filters, qualifies no names and fills in no source for "
            "routes or secrets."
        ),
        why=("Network policies are not enforced there. If it refers to routes or secrets, Envoy rejects the resource."),
        bad=bad,
        good=ECHO,
        fix="Write the message itself, with its own `@type`.",
        log=("An RDS config must have either a 'config_source' or an xDS-TP based 'route_config_name'.",),
        more=(
            Example(
                "a TLS context",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:  # want: typed-struct-not-completed "does not complete this UpstreamTlsContext"
    "@type": type.googleapis.com/xds.type.v3.TypedStruct
    type_url: type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    value:
      common_tls_context:
        tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
"""),
            ),
            Example(
                "a TCP proxy",
                bad=network_filter("""\
- name: envoy.filters.network.tcp_proxy
  typed_config:  # want: typed-struct-not-completed "does not complete this TcpProxy"
    "@type": type.googleapis.com/xds.type.v3.TypedStruct
    type_url: type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
    value: {stat_prefix: tcp, cluster: default/echo}
"""),
            ),
            Example(
                "an HTTP filter",
                good=http_filter("""\
- name: envoy.filters.http.cors
  typed_config:
    "@type": type.googleapis.com/xds.type.v3.TypedStruct
    type_url: type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
"""),
            ),
        ),
    )


RULE = Rule(
    id="typed-struct-not-completed",
    severity="error",
    gate="runtime",
    effect="the agent adds no policy filter there: network policies are not enforced",
    on=(ANY,),
    check=check,
    page=page,
    formerly=("hidden-in-struct",),
)
