"""TLS to an upstream that nobody verifies."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_SOURCES = ("validation_context", "validation_context_sds_secret_config", "combined_validation_context")
_TRUST = (
    "trusted_ca",
    "ca_certificate_provider_instance",
    "verify_certificate_spki",
    "verify_certificate_hash",
    "custom_validator_config",
    "system_root_certs",
)


def check(tls: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames contexts that verify nothing."""
    common = tls.child("common_tls_context")
    if common is None or not any(name in common.fields for name in _SOURCES):
        yield RULE.found("no validation context: any certificate is taken", tls.route, at="key")
        return
    context = common.child("validation_context")
    if context is None:
        return
    if context.fields.get("trust_chain_verification") == "ACCEPT_UNTRUSTED":
        yield RULE.found(
            "certificates that no authority vouches for are taken", context.route_of("trust_chain_verification")
        )
    elif not any(name in context.fields for name in _TRUST):
        yield RULE.found(
            "this validation context trusts no authority: any certificate is taken", context.route, at="key"
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="TLS to an upstream that nobody verifies",
        catches=(
            "An `UpstreamTlsContext` without a validation context, with one that trusts no authority, or with "
            "`ACCEPT_UNTRUSTED`."
        ),
        why="Envoy encrypts, and takes any certificate: whoever stands between can read and answer.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:  # want: upstream-not-verified "any certificate is taken"\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n        common_tls_context:\n          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match_typed_subject_alt_names:\n            - san_type: DNS\n              matcher: {exact: echo.example.com}\n',
            ),
        ),
        fix="Give `trusted_ca` and match the name of the upstream.",
    )


RULE = Rule(
    id="upstream-not-verified",
    severity="warning",
    gate="runtime",
    effect="anyone between Envoy and the upstream can read and change the traffic",
    on=("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",),
    check=check,
    page=page,
)
