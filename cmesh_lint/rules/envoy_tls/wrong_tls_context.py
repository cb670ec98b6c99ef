"""The wrong TLS context for a listener or cluster."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import place
from ...finding import Problem
from ...protobuf.walk import TYPE, Message, payload_type
from ...protobuf.wellknown import ANY
from ...rule import Example, Page, Rule, fix_example

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
    text = f"{name} is not supported in {where}; write {name.replace(side, other)}"
    return RULE.found(text, (*any_.route, TYPE))


def page() -> Page:
    from ..examples import in_chain, in_cluster

    bad = in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext  # want: wrong-tls-context "write DownstreamTlsContext"
    common_tls_context:
      tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
""")
    return Page(
        title="The wrong TLS context for a listener or cluster",
        catches="UpstreamTlsContext in a listener, DownstreamTlsContext in a cluster, and the same for QUIC.",
        why=(
            "Envoy has separate factories for listeners and clusters, does not find this one, and rejects the resource."
        ),
        bad=bad,
        good=fix_example(bad, ("UpstreamTlsContext", "DownstreamTlsContext")),
        fix="Use DownstreamTlsContext in listeners and UpstreamTlsContext in clusters.",
        log=("Didn't find a registered implementation for 'envoy.transport_sockets.tls' with type URL: '…TlsContext'",),
        more=(
            Example(
                "a cluster",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext  # want: wrong-tls-context "is not supported in a cluster; write UpstreamTlsContext"
    common_tls_context: {}
"""),
            ),
            Example(
                "QUIC",
                bad=in_chain("""\
transport_socket:
  name: envoy.transport_sockets.quic
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.quic.v3.QuicUpstreamTransport  # want: wrong-tls-context "write QuicDownstreamTransport"
    upstream_tls_context: {}
"""),
            ),
        ),
    )


RULE = Rule(
    id="wrong-tls-context",
    severity="error",
    gate="nacked",
    on=(ANY,),
    check=check,
    page=page,
    formerly=("tls-context-of-other-side",),
)
