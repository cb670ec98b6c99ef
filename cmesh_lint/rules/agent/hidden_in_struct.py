"""What the agent has to complete, in a TypedStruct that it does not look into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...cec.envoy_config import HCM, TCP_PROXY, EnvoyConfig
from ...finding import Gate, Problem
from ...protobuf.walk import Message, payload_type
from ...protobuf.wellknown import ANY
from ...rule import Page, Rule, fix_example

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
        text = f"the agent does not look into a TypedStruct, and completes no {name.rpartition('.')[2]} there"
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
        typed_config:  # want: hidden-in-struct "completes no HttpConnectionManager there"
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
        title="A message that the agent has to complete, in a TypedStruct",
        catches=(
            "A connection manager, a TCP proxy or a TLS context that is written as a TypedStruct. Envoy understands it; the "
            "agent puts none of its filters in, qualifies no name, and fills in no source of routes or secrets."
        ),
        why="Network policies are not enforced there. Where routes or secrets are asked for, Envoy rejects the resource.",
        bad=bad,
        good=ECHO,
        fix="Write the message itself, by its own `@type`.",
        log=("An RDS config must have either a 'config_source' or an xDS-TP based 'route_config_name'.",),
    )


RULE = Rule(
    id="hidden-in-struct",
    severity="error",
    gate="runtime",
    effect="the agent adds no policy filter there: network policies are not enforced",
    on=(ANY,),
    check=check,
    page=page,
)
