"""TLS version below 1.2."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_ORDER = ("TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3")
_NEVER = "every TLS handshake fails"


def check(parameters: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames old and impossible versions."""
    least = parameters.fields.get("tls_minimum_protocol_version")
    most = parameters.fields.get("tls_maximum_protocol_version")
    if least in _ORDER[:2]:
        text = f"TLS {least[-3:].replace('_', '.')} is insecure; use `TLSv1_2` or later"
        yield RULE.found(text, parameters.route_of("tls_minimum_protocol_version"))
    elif least in _ORDER and most in _ORDER and _ORDER.index(least) > _ORDER.index(most):
        text = f"the minimum {least} is above the maximum {most}"
        yield RULE.found(text, parameters.route_of("tls_minimum_protocol_version"), consequence=_NEVER)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="TLS version below 1.2",
        catches="A `tls_minimum_protocol_version` below TLS 1.2, or above the maximum.",
        why="TLS 1.0 and 1.1 are insecure. With a minimum above the maximum no handshake succeeds.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n        common_tls_context:\n          tls_params:\n            tls_minimum_protocol_version: TLSv1_0  # want: outdated-tls-version "is insecure"\n          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match_typed_subject_alt_names:\n            - san_type: DNS\n              matcher: {exact: echo.example.com}\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n        common_tls_context:\n          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match_typed_subject_alt_names:\n            - san_type: DNS\n              matcher: {exact: echo.example.com}\n',
            ),
        ),
        fix="Use `TLSv1_2` or `TLSv1_3`.",
    )


RULE = Rule(
    id="outdated-tls-version",
    severity="warning",
    gate="runtime",
    effect="connections can use a TLS version with known weaknesses",
    on=("envoy.extensions.transport_sockets.tls.v3.TlsParameters",),
    check=check,
    page=page,
    formerly=("old-tls",),
)
