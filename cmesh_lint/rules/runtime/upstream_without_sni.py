"""TLS to an upstream without SNI."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"


def check(tls: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames contexts without a server name."""
    cluster = tls.above("envoy.config.cluster.v3.Cluster")
    if "sni" in tls.fields or "auto_host_sni" in tls.fields or cluster is None:
        return
    automatic = any(
        options.fields.get("auto_sni") is True
        for held in cluster.children("typed_extension_protocol_options")
        for options in held.children("upstream_http_protocol_options")
    )
    if not automatic:
        yield RULE.found("`sni` is not set: the server cannot tell which host name is requested", tls.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="TLS to an upstream without SNI",
        catches=(
            "An `UpstreamTlsContext` without `sni`, in a cluster that does not take the name from the request "
            "(`auto_sni`)."
        ),
        why="A server with several names presents the wrong certificate, or refuses the handshake.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:  # want: upstream-without-sni "`sni` is not set"\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        common_tls_context:\n          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match_typed_subject_alt_names:\n            - san_type: DNS\n              matcher: {exact: echo.example.com}\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n        common_tls_context:\n          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match_typed_subject_alt_names:\n            - san_type: DNS\n              matcher: {exact: echo.example.com}\n',
            ),
        ),
        fix="Set `sni`, or `auto_sni` in the HttpProtocolOptions of the cluster.",
    )


RULE = Rule(
    id="upstream-without-sni",
    severity="warning",
    gate="runtime",
    effect="a server with several names presents the wrong certificate, or refuses the handshake",
    on=("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",),
    check=check,
    page=page,
)
