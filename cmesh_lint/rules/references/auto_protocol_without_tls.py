"""`auto_config` in a cluster without TLS."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..protocols import OPTIONS, injects_upstream, is_plain
from ..protocols import options as options_of

_WAYS = {"auto_config", "explicit_http_config", "use_downstream_protocol_config"}


def check(options: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `auto_config` in a cluster without TLS, and plain sockets beside one with TLS."""
    if options.type == CLUSTER:
        yield from _of_matches(options, config)
        return
    cluster = options.above(CLUSTER)
    if "auto_config" in options.fields and cluster is not None and is_plain(cluster):
        text = "`auto_config` negotiates the protocol through TLS, but the cluster has no TLS"
        yield RULE.found(text, options.route_of("auto_config"), at="key")


def _of_matches(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the sockets of `transport_socket_matches` that cannot negotiate what the cluster does."""
    given = options_of(cluster)
    negotiated = "auto_config" in given.fields if given is not None else injects_upstream(config)
    chosen = () if given is None else _WAYS & given.fields.keys()
    if is_plain(cluster) or not (negotiated or (injects_upstream(config) and not chosen)):
        return
    for match in cluster.children("transport_socket_matches"):
        if "transport_socket" in match.fields and is_plain(match):
            text = "the protocol of the cluster is negotiated by TLS, and this socket has no TLS"
            yield RULE.found(text, match.route_of("transport_socket"), at="key")


def page() -> Page:
    from ..echo import ECHO

    bad = (
        ECHO
        + """\
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        auto_config: {}  # want: auto-protocol-without-tls "the cluster has no TLS"
"""
    )
    return Page(
        title="`auto_config` in a cluster without TLS",
        catches="A cluster with `auto_config` in its HttpProtocolOptions and without a transport socket for TLS.",
        why="The protocol is negotiated with ALPN, which is part of TLS. Envoy rejects the cluster.",
        bad=bad,
        good=fix_example(bad, ("auto_config: {}", "explicit_http_config:\n          http_protocol_options: {}")),
        fix="Choose the protocol in `explicit_http_config`, or add TLS.",
        log=("which has a non-ALPN transport socket",),
    )


RULE = Rule(
    id="auto-protocol-without-tls",
    severity="error",
    gate="nacked",
    on=(OPTIONS, CLUSTER),
    check=check,
    page=page,
)
