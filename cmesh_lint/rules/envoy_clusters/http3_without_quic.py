"""HTTP/3 in a cluster without QUIC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds

HTTP3 = "http3_protocol_options"
QUIC = "envoy.extensions.transport_sockets.quic.v3.QuicUpstreamTransport"


def check(options: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `http3_protocol_options` where the cluster's transport socket is another, or a cache is missing."""
    cluster = options.above(CLUSTER)
    for way in ("explicit_http_config", "use_downstream_protocol_config", "auto_config"):
        chosen = options.child(way)
        if cluster is None or chosen is None or HTTP3 not in chosen.fields:
            continue
        if way == "auto_config" and "alternate_protocols_cache_options" not in chosen.fields:
            text = "HTTP/3 with `auto_config` needs `alternate_protocols_cache_options`"
            yield RULE.found(text, chosen.route_of(HTTP3), at="key")
        elif not has_quic(cluster):
            yield RULE.found(
                "HTTP/3 needs a QuicUpstreamTransport as the cluster's transport socket",
                chosen.route_of(HTTP3),
                at="key",
            )


def has_quic(cluster: Message) -> bool:
    """Whether the transport socket of a cluster is for QUIC, or cannot be made out."""
    socket = cluster.child("transport_socket")
    if socket is None:
        return "transport_socket" in cluster.fields
    typed = socket.child("typed_config")
    return typed.type == QUIC if typed is not None else "typed_config" in socket.fields


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config:
      http3_protocol_options: {}  # want: http3-without-quic "HTTP/3 needs a QuicUpstreamTransport"
""")
    return Page(
        title="HTTP/3 in a cluster without QUIC",
        catches=(
            "`http3_protocol_options` in a cluster whose transport socket is not a QuicUpstreamTransport, or in an "
            "`auto_config` without `alternate_protocols_cache_options`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("http3_protocol_options", "http2_protocol_options")),
        fix="Use a QuicUpstreamTransport as the cluster's transport socket, or use HTTP/2.",
        log=(
            "HTTP3 requires a QuicUpstreamTransport transport socket",
            "alternate protocols cache must be configured when HTTP/3 is enabled with auto_config",
        ),
        more=(
            Example(
                "`auto_config` without a cache",
                bad=_examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    auto_config:
      http3_protocol_options: {}  # want: http3-without-quic "needs `alternate_protocols_cache_options`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="http3-without-quic",
    severity="error",
    gate="nacked",
    on=(_kinds.OPTIONS,),
    check=check,
    page=page,
)
