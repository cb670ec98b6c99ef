"""A certificate without the required OCSP response."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._contexts import DOWNSTREAM, when


def check(context: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each certificate of a server that must staple and cannot."""
    common = context.child("common_tls_context")
    if context.fields.get("ocsp_staple_policy") != "MUST_STAPLE" or common is None:
        return
    for certificate in common.children("tls_certificates"):
        if "ocsp_staple" not in certificate.fields:
            yield RULE.found(
                "`MUST_STAPLE` is set, but the certificate has no `ocsp_staple`",
                certificate.route,
                **when(context)._asdict(),
            )


def page() -> Page:
    from ..examples import in_chain

    bad = in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    ocsp_staple_policy: MUST_STAPLE
    common_tls_context:
      tls_certificates:
      - certificate_chain: {filename: /certs/tls.crt}  # want: ocsp-missing "has no `ocsp_staple`"
        private_key: {filename: /certs/tls.key}
""")
    return Page(
        title="A certificate without the required OCSP response",
        catches="`ocsp_staple_policy: MUST_STAPLE` with a certificate in `tls_certificates` that has no `ocsp_staple`.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                """\
            tls_certificates:
            - certificate_chain: {filename: /certs/tls.crt}
              private_key: {filename: /certs/tls.key}
""",
                "            tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]\n",
            ),
        ),
        fix="Add `ocsp_staple`, use a certificate from a secret, or choose another policy.",
        log=("Required OCSP response is missing from TLS context",),
    )


RULE = Rule(
    id="ocsp-missing",
    severity="error",
    gate="nacked",
    on=(DOWNSTREAM,),
    check=check,
    page=page,
)
