"""A certificate check without a trusted CA."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._contexts import VALIDATION, is_in_secret

_NEEDY = {
    "match_typed_subject_alt_names": "checking names needs a `trusted_ca`, which is not set",
    "match_subject_alt_names": "checking names needs a `trusted_ca`, which is not set",
    "crl": "`crl` needs a `trusted_ca`, which is not set",
}
_MERGED = "default_validation_context"
"""The part of a combined context that a secret is laid over."""


def check(validation: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the field that needs the CA."""
    if "trusted_ca" in validation.fields or validation.field == _MERGED or is_in_secret(validation):
        return
    if "custom_validator_config" in validation.fields:
        return
    for name, text in _NEEDY.items():
        if validation.fields.get(name) not in (None, []):
            yield RULE.found(text, validation.route_of(name), at="key")
            return


def page() -> Page:
    from ..examples import in_cluster

    bad = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      validation_context:
        match_typed_subject_alt_names:  # want: trusted-ca-missing "needs a `trusted_ca`, which is not set"
        - san_type: DNS
          matcher: {exact: echo.example.com}
""")
    return Page(
        title="A certificate check without a trusted CA",
        catches=(
            "`match_typed_subject_alt_names`, the older `match_subject_alt_names`, or `crl`, in a validation context "
            "without `trusted_ca`."
        ),
        why="Without a CA, anyone can create a certificate with any name, so Envoy rejects the resource.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "          validation_context:\n            match",
                "          validation_context:\n            trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}\n            match",
            ),
        ),
        fix="Add `trusted_ca`, or use one from a secret with `combined_validation_context`.",
        log=(
            "SAN-based verification of peer certificates without trusted CA is insecure and not allowed",
            "Failed to load CRL from <inline> without trusted CA",
        ),
        more=(
            Example(
                "a revocation list",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      validation_context:
        crl: {filename: /etc/ssl/crl.pem}  # want: trusted-ca-missing "`crl` needs a `trusted_ca`"
"""),
            ),
            Example(
                "a CA from a secret",
                good=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      combined_validation_context:
        default_validation_context:
          match_typed_subject_alt_names: [{san_type: DNS, matcher: {exact: echo.example.com}}]
        validation_context_sds_secret_config: {name: cilium-secrets/ca}
"""),
            ),
        ),
    )


RULE = Rule(
    id="trusted-ca-missing",
    severity="error",
    gate="nacked",
    on=(VALIDATION,),
    check=check,
    page=page,
)
