"""An invalid TLS value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem, Severity
from ...places import Route
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..data_sources import inline
from ._contexts import AT_ONCE, COMMON, SAN, TICKETS, UPSTREAM, VALIDATION, is_idle, when

_HASH = re.compile(r"[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}")
_SHORTEST_HASH, _LONGEST_HASH = 64, 95
_SPKI = re.compile(r"[A-Za-z0-9+/]{43}=")
_SPKI_LENGTH = 44
_ALPN = 255
_TICKET = 80
_OID = re.compile(r"[0-2](\.[0-9]+)+")
_NUMERIC = re.compile(r"[0-9.]+")

Fault = tuple[Route, str]


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each value of the wrong form."""
    for route, text in _LOOKING[message.type](message):
        at = AT_ONCE if message.type in _READ_AT_ONCE else when(message)
        mild: Severity | None = "warning" if is_idle(message, config) else None
        yield RULE.found(text, route, severity=mild, **at._asdict())


def _hashes(validation: Message) -> Iterator[Fault]:
    """Lengths beyond the limits of the schema are reported by the schema."""
    for route, text in _texts(validation, "verify_certificate_hash"):
        if _SHORTEST_HASH <= len(text) <= _LONGEST_HASH and not _HASH.fullmatch(text):
            yield route, "not a valid SHA-256; write 64 hexadecimal digits, or 32 pairs separated by colons"
    for route, text in _texts(validation, "verify_certificate_spki"):
        if len(text) == _SPKI_LENGTH and not _SPKI.fullmatch(text):
            yield route, "not a valid SHA-256 in base64; write 43 characters and `=`"


def _protocols(common: Message) -> Iterator[Fault]:
    for route, text in _texts(common, "alpn_protocols"):
        if any(len(name.encode()) > _ALPN for name in text.split(",")):
            yield route, f"a protocol name must have at most {_ALPN} bytes"


def _server_name(context: Message) -> Iterator[Fault]:
    sni = context.fields.get("sni")
    if isinstance(sni, str) and "\0" in sni:
        yield context.route_of("sni"), "a server name must not contain a NUL byte"


def _other_name(matcher: Message) -> Iterator[Fault]:
    if matcher.fields.get("san_type") != "OTHER_NAME" or matcher.above(VALIDATION) is None:
        return
    oid = matcher.fields.get("oid", "")
    if not oid:
        yield matcher.route_of("san_type"), "`OTHER_NAME` needs an `oid`"
    elif isinstance(oid, str) and _NUMERIC.fullmatch(oid) and not _OID.fullmatch(oid):
        yield matcher.route_of("oid"), f"`{oid}` is not a valid object identifier; write numbers such as `1.3.6.1`"


def _tickets(keys: Message) -> Iterator[Fault]:
    """The key itself is never shown."""
    for source in keys.children("keys"):
        text = inline(source)
        if text is not None and len(text) != _TICKET:
            yield source.route, f"a session ticket key must have {_TICKET} bytes, found {len(text)}"


def _texts(message: Message, name: str) -> Iterator[tuple[Route, str]]:
    for index, text in enumerate(message.fields.get(name) or ()):
        if isinstance(text, str):
            yield (*message.route_of(name), index), text


_LOOKING: dict[str, Callable[[Message], Iterator[Fault]]] = {
    VALIDATION: _hashes,
    COMMON: _protocols,
    UPSTREAM: _server_name,
    SAN: _other_name,
    TICKETS: _tickets,
}
_READ_AT_ONCE = (UPSTREAM, TICKETS)
"""What Envoy reads even where the context has to wait for secrets."""


def page() -> Page:
    from ..examples import in_chain, in_cluster

    bad = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      validation_context:
        trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
        match_typed_subject_alt_names:
        - san_type: OTHER_NAME  # want: tls-value "`OTHER_NAME` needs an `oid`"
          matcher: {exact: echo}
""")
    return Page(
        title="An invalid TLS value",
        catches=(
            "Certificate hashes that are not hexadecimal or base64, protocol names of more than 255 bytes, a NUL "
            "byte in a server name, `OTHER_NAME` without `oid`, session ticket keys that do not have 80 bytes."
        ),
        why="The API accepts any string; Envoy parses it and rejects the resource.",
        bad=bad,
        good=fix_example(
            bad, ("san_type: OTHER_NAME\n", "san_type: OTHER_NAME\n              oid: 1.3.6.1.4.1.311.20.2.3\n")
        ),
        fix="Write the value in the form that the message describes.",
        log=(
            "Invalid hex-encoded SHA-256 …",
            "Invalid base64-encoded SHA-256 …",
            "Invalid ALPN protocol string",
            "SNI names containing NULL-byte are not allowed",
            "Failed to create SAN matcher for OTHER_NAME with OID: …",
            "Incorrect TLS session ticket key length. Length 1, expected length 80.",
        ),
        more=(
            Example(
                "a hash",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      validation_context:
        trusted_ca: {filename: /etc/ssl/certs/ca-certificates.crt}
        verify_certificate_hash:
        - zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz  # want: tls-value "not a valid SHA-256; write 64 hexadecimal digits"
        verify_certificate_spki:
        - "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"  # want: tls-value "not a valid SHA-256 in base64"
"""),
            ),
            Example(
                "an object identifier",
                bad=fix_example(
                    bad,
                    (
                        "san_type: OTHER_NAME\n",
                        'san_type: OTHER_NAME\n              oid: "1"  # want: tls-value "`1` is not a valid object identifier"\n',
                    ),
                ),
            ),
            Example(
                "a NUL byte in a server name",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: "echo\\0example.com"  # want: tls-value "must not contain a NUL byte"
"""),
            ),
            Example(
                "a session ticket key",
                bad=in_chain("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
    common_tls_context:
      tls_certificate_sds_secret_configs: [{name: cilium-secrets/echo}]
    session_ticket_keys:
      keys:
      - {inline_string: short}  # want: tls-value "must have 80 bytes, found 5"
"""),
            ),
        ),
    )


RULE = Rule(
    id="tls-value",
    severity="error",
    gate="nacked",
    on=(VALIDATION, COMMON, UPSTREAM, SAN, TICKETS),
    check=check,
    page=page,
)
