"""TLS contexts, and what lies in them."""

from __future__ import annotations

from ...cec.envoy_config import EnvoyConfig
from ...finding import Gate
from ...protobuf.walk import Message
from ...tuples import NamedTuple

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
REFERENCE = f"{_TLS}SdsSecretConfig"


def is_in_secret(message: Message) -> bool:
    """Whether it belongs to a Secret, which Envoy puts to use only with the context that asks for it."""
    return message.above(SECRET) is not None


def is_idle(message: Message, config: EnvoyConfig) -> bool:
    """Whether it belongs to a Secret that nothing in the same object asks for."""
    secret = message.above(SECRET)
    if secret is None:
        return False
    asked = config.once(__name__, lambda: {repr(each.fields.get("name")) for each in config.of(REFERENCE)})
    return repr(secret.fields.get("name")) not in asked


class When(NamedTuple):
    """When Envoy finds a fault out: what a problem says of its gate."""

    gate: Gate | None
    consequence: str


AT_ONCE = When(None, "")
LATER = When("runtime", "Envoy creates the TLS context when its secrets arrive, and fails: no connection succeeds")
_SECRETS = (
    "tls_certificate_sds_secret_configs",
    "validation_context_sds_secret_config",
    "combined_validation_context",
)


def when(message: Message) -> When:
    """Whether Envoy looks into a TLS context, or into what lies in it, at once or when its secrets have come."""
    common = message if message.type == COMMON else message.above(COMMON)
    context = message if message.type in (DOWNSTREAM, UPSTREAM) else common.parent if common is not None else None
    if common is None and context is not None:
        common = context.child("common_tls_context")
    waits = common is not None and any(common.fields.get(name) not in (None, []) for name in _SECRETS)
    tickets = context is not None and "session_ticket_keys_sds_secret_config" in context.fields
    return LATER if waits or tickets else AT_ONCE
