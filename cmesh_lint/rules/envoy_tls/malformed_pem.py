"""A certificate or key that is not PEM."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..data_sources import inline
from ._contexts import CERTIFICATE, VALIDATION, is_idle, when

_BLOCK = re.compile(r"-----BEGIN (?P<label>[A-Z0-9 ]+)-----\s(?P<body>.*?)-----END (?P=label)-----", re.DOTALL)
_CERTIFICATE = ("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")
_DER_SEQUENCE = 0x30
_TEMPLATE = ("${", "{{", "$(")
"""What another program replaces is not checked."""
_FIELDS = {CERTIFICATE: ("certificate_chain", "private_key"), VALIDATION: ("trusted_ca",)}


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the data source; its content is never shown."""
    for name in _FIELDS[message.type]:
        source = message.child(name)
        text = inline(source)
        if source is None or text is None or any(mark in text for mark in _TEMPLATE):
            continue
        key = name == "private_key"
        if (text or name == "trusted_ca") and not _has_block(text, key):
            what = "a private key" if key else "a certificate"
            found = f"expected {what} in PEM, beginning with the line `BEGIN {'PRIVATE KEY' if key else 'CERTIFICATE'}`"
            yield RULE.found(
                found, source.route, severity="warning" if is_idle(message, config) else None, **when(message)._asdict()
            )


def _has_block(text: str, key: bool) -> bool:
    """Whether Envoy finds in the text what it looks for."""
    for block in _BLOCK.finditer(text):
        label = block["label"]
        wanted = label.endswith("PRIVATE KEY") if key else label in _CERTIFICATE
        if wanted and (_is_der(block["body"]) or label.startswith("ENCRYPTED") or ":" in block["body"]):
            return True
    return False


def _is_der(body: str) -> bool:
    """Whether it is base64 of something that begins as certificates and keys do."""
    import base64
    import binascii

    try:
        data = base64.b64decode("".join(body.split()).encode("ascii", "replace"), validate=True)
    except binascii.Error:
        return False
    return data[:1] == bytes([_DER_SEQUENCE])


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
        trusted_ca:
          inline_string: /etc/ssl/certs/ca-certificates.crt  # want: malformed-pem "expected a certificate in PEM"
""")
    return Page(
        title="A certificate or key that is not PEM",
        catches="An inline `certificate_chain`, `private_key` or `trusted_ca` without a PEM block of that kind.",
        why="Envoy rejects the resource; in a Secret, as soon as something refers to it.",
        bad=bad,
        good=fix_example(bad, ("inline_string", "filename")),
        fix="Write the PEM with its first and last line, or use `filename` for a file in Envoy's container.",
        log=(
            "Failed to load certificate chain from <inline>",
            "Failed to load private key from <inline>",
            "Failed to load trusted CA certificates from <inline>",
        ),
        more=(
            Example(
                "a key",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_certificates:
      - certificate_chain: {filename: /certs/tls.crt}
        private_key: {inline_string: /certs/tls.key}  # want: malformed-pem "expected a private key in PEM"
"""),
            ),
        ),
    )


RULE = Rule(
    id="malformed-pem",
    severity="error",
    gate="nacked",
    on=(CERTIFICATE, VALIDATION),
    check=check,
    page=page,
)
