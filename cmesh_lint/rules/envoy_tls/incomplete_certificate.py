"""A certificate without its chain or key."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..data_sources import inline
from ._contexts import AT_ONCE, CERTIFICATE, is_idle, when

_KEYS = ("private_key", "private_key_provider")


def check(certificate: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a certificate that lacks a part; a Secret's, only where something asks for it."""
    if is_idle(certificate, config):
        return
    if "pkcs12" in certificate.fields:
        for name in ("certificate_chain", *_KEYS):
            if name in certificate.fields:
                yield RULE.found(f"`{name}` cannot be combined with `pkcs12`", certificate.route_of(name), at="key")
                return
        return
    if not _given(certificate, "certificate_chain"):
        at = AT_ONCE if any(_given(certificate, name) for name in _KEYS) else when(certificate)
        yield RULE.found("the certificate has no `certificate_chain`", certificate.route, **at._asdict())
    elif not any(_given(certificate, name) for name in _KEYS):
        yield RULE.found("the certificate has no `private_key`", certificate.route)


def _given(certificate: Message, name: str) -> bool:
    """Whether the part is there and not empty."""
    return name in certificate.fields and inline(certificate.child(name)) != ""


def page() -> Page:
    from ..examples import in_cluster

    bad = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_certificates:
      - certificate_chain: {filename: /certs/tls.crt}  # want: incomplete-certificate "has no `private_key`"
""")
    return Page(
        title="A certificate without its chain or key",
        catches=("An entry of `tls_certificates` without its chain or its key, or with `pkcs12` in addition to them."),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "          tls_certificates:\n          - certificate_chain: {filename: /certs/tls.crt}\n",
                "          tls_certificate_sds_secret_configs:\n          - name: cilium-secrets/echo\n",
            ),
        ),
        fix="Set `certificate_chain` and `private_key`, or refer to a secret that has both.",
        log=(
            "Failed to load incomplete private key from path: ",
            "Server TlsCertificates must have a certificate specified",
            "Certificate configuration can't have both pkcs12 and certificate_chain",
        ),
        more=(
            Example(
                "no chain",
                bad=bad.replace(
                    "certificate_chain: {filename: /certs/tls.crt}", "private_key: {filename: /certs/tls.key}"
                ).replace("has no `private_key`", "has no `certificate_chain`"),
            ),
            Example(
                "PKCS #12 and a key",
                bad=fix_example(
                    bad,
                    (
                        "- certificate_chain: {filename: /certs/tls.crt}",
                        '- pkcs12: {filename: /certs/tls.p12}\n            private_key: {filename: /certs/tls.key}  # want: incomplete-certificate "cannot be combined with `pkcs12`"',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="incomplete-certificate",
    severity="error",
    gate="nacked",
    on=(CERTIFICATE,),
    check=check,
    page=page,
)
