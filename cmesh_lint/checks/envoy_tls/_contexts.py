"""TLS contexts, and what lies in them."""

from __future__ import annotations

from ...walk import Message

_TLS = "envoy.extensions.transport_sockets.tls.v3."
DOWNSTREAM = f"{_TLS}DownstreamTlsContext"
UPSTREAM = f"{_TLS}UpstreamTlsContext"
COMMON = f"{_TLS}CommonTlsContext"
VALIDATION = f"{_TLS}CertificateValidationContext"
CERTIFICATE = f"{_TLS}TlsCertificate"
PARAMETERS = f"{_TLS}TlsParameters"
SAN = f"{_TLS}SubjectAltNameMatcher"
TICKETS = f"{_TLS}TlsSessionTicketKeys"
SECRET = f"{_TLS}Secret"


def is_in_secret(message: Message) -> bool:
    """Whether it belongs to a Secret, which Envoy puts to use only with the context that asks for it."""
    return message.above(SECRET) is not None


def inline(source: Message | None) -> str | None:
    """The text of a data source where it is written inline; None where it comes from elsewhere."""
    if source is None:
        return None
    text = source.fields.get("inline_string")
    if isinstance(text, str):
        return text
    data = source.fields.get("inline_bytes")
    return _decoded(data) if isinstance(data, str) else None


def _decoded(data: str) -> str | None:
    import base64
    import binascii

    try:
        return base64.b64decode(data.replace("-", "+").replace("_", "/") + "==").decode("latin-1")
    except binascii.Error:
        return None
