"""Certificate of the upstream is not verified."""

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
        yield RULE.found("no validation context: any certificate is accepted", tls.route, at="key")
        return
    context = common.child("validation_context")
    if context is None:
        return
    if context.fields.get("trust_chain_verification") == "ACCEPT_UNTRUSTED":
        yield RULE.found(
            "`ACCEPT_UNTRUSTED` accepts certificates that no trusted CA has signed",
            context.route_of("trust_chain_verification"),
        )
    elif not any(name in context.fields for name in _TRUST):
        yield RULE.found(
            "this validation context has no trusted CA: any certificate is accepted", context.route, at="key"
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Certificate of the upstream is not verified",
        catches=(
            "An `UpstreamTlsContext` without a validation context, with one that has no trusted CA, or with "
            "`ACCEPT_UNTRUSTED`."
        ),
        why=(
            "Envoy encrypts, but accepts any certificate: anyone in between can read the traffic and answer in place "
            "of the upstream."
        ),
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:  # want: upstream-not-verified "any certificate is accepted"\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    transport_socket:\n      name: envoy.transport_sockets.tls\n      typed_config:\n        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext\n        sni: echo.example.com\n        common_tls_context:\n          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match_typed_subject_alt_names:\n            - san_type: DNS\n              matcher: {exact: echo.example.com}\n',
            ),
        ),
        fix="Set `trusted_ca`, and match the name of the upstream with `match_typed_subject_alt_names`.",
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
