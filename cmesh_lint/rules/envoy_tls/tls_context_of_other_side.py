"""The TLS context of a server in a cluster, or that of a client in a listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import place
from ...finding import Problem
from ...protobuf.walk import TYPE, Message, payload_type
from ...protobuf.wellknown import ANY
from ...rule import Page, Rule, fix_example

SERVERS = "envoy.transport_sockets.downstream"
CLIENTS = "envoy.transport_sockets.upstream"


def check(any_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type` of a transport socket whose name says that it is the other side's."""
    name = payload_type(any_.value).rpartition(".")[2]
    if not payload_type(any_.value).startswith(("envoy.extensions.transport_sockets.", "cilium.")):
        return
    categories = place(any_)
    if categories == (SERVERS,) and name.removeprefix("Quic").startswith("Upstream"):
        yield _problem(any_, name, "Upstream", "Downstream", "a listener")
    elif categories == (CLIENTS,) and name.removeprefix("Quic").startswith("Downstream"):
        yield _problem(any_, name, "Downstream", "Upstream", "a cluster")


def _problem(any_: Message, name: str, side: str, other: str, where: str) -> Problem:
    text = f"{name} does not fit {where}; expected {name.replace(side, other)}"
    return RULE.found(text, (*any_.route, TYPE))


def page() -> Page:
    from ..examples import in_chain

    bad = in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext  # want: tls-context-of-other-side "expected DownstreamTlsContext"
    common_tls_context:
      tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
""")
    return Page(
        title="The TLS context of the other side",
        catches="UpstreamTlsContext in a listener, DownstreamTlsContext in a cluster, and the same for QUIC.",
        why="Envoy has a factory for each side, does not find it, and rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("UpstreamTlsContext", "DownstreamTlsContext")),
        fix="Listeners take DownstreamTlsContext, clusters take UpstreamTlsContext.",
        log=("Didn't find a registered implementation for 'envoy.transport_sockets.tls' with type URL: '…TlsContext'",),
    )


RULE = Rule(
    id="tls-context-of-other-side",
    severity="error",
    gate="nacked",
    on=(ANY,),
    check=check,
    page=page,
)
