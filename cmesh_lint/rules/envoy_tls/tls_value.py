"""A value that Envoy's TLS does not take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem, Severity
from ...places import Route
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
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
        told = AT_ONCE if message.type in _READ_AT_ONCE else when(message)
        mild: Severity | None = "warning" if is_idle(message, config) else None
        yield RULE.found(text, route, severity=mild, **told._asdict())


def _hashes(validation: Message) -> Iterator[Fault]:
    """Lengths beyond the limits of the schema are the schema's to tell."""
    for route, text in _texts(validation, "verify_certificate_hash"):
        if _SHORTEST_HASH <= len(text) <= _LONGEST_HASH and not _HASH.fullmatch(text):
            yield route, "expected a SHA-256 as 64 hexadecimal digits, or as 32 pairs of them with colons between"
    for route, text in _texts(validation, "verify_certificate_spki"):
        if len(text) == _SPKI_LENGTH and not _SPKI.fullmatch(text):
            yield route, "expected a SHA-256 in base64: 43 characters and `=`"


def _protocols(common: Message) -> Iterator[Fault]:
    for route, text in _texts(common, "alpn_protocols"):
        if any(len(name.encode()) > _ALPN for name in text.split(",")):
            yield route, f"the name of a protocol has at most {_ALPN} bytes"


def _server_name(context: Message) -> Iterator[Fault]:
    sni = context.fields.get("sni")
    if isinstance(sni, str) and "\0" in sni:
        yield context.route_of("sni"), "a server name without a zero byte is expected"


def _other_name(matcher: Message) -> Iterator[Fault]:
    if matcher.fields.get("san_type") != "OTHER_NAME" or matcher.above(VALIDATION) is None:
        return
    oid = matcher.fields.get("oid", "")
    if not oid:
        yield matcher.route_of("san_type"), "`OTHER_NAME` needs an `oid`"
    elif isinstance(oid, str) and _NUMERIC.fullmatch(oid) and not _OID.fullmatch(oid):
        yield matcher.route_of("oid"), f"`{oid}` is no object identifier; expected numbers such as `1.3.6.1`"


def _tickets(keys: Message) -> Iterator[Fault]:
    """What a key is, is never told."""
    for source in keys.children("keys"):
        text = inline(source)
        if text is not None and len(text) != _TICKET:
            yield source.route, f"a key of session tickets has {_TICKET} bytes, found {len(text)}"


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
    from ..examples import in_cluster

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
        title="A value that Envoy's TLS does not take",
        catches=(
            "Hashes of certificates that are not hexadecimal or base64, protocol names of more than 255 bytes, a zero byte "
            "in a server name, `OTHER_NAME` without `oid`, keys of session tickets that have not 80 bytes."
        ),
        why="The API lets any text pass; Envoy reads it and rejects the resource.",
        bad=bad,
        good=fix_example(
            bad, ("san_type: OTHER_NAME\n", "san_type: OTHER_NAME\n              oid: 1.3.6.1.4.1.311.20.2.3\n")
        ),
        fix="Write the value in the form that the message names.",
        log=(
            "Invalid hex-encoded SHA-256 …",
            "Invalid base64-encoded SHA-256 …",
            "Invalid ALPN protocol string",
            "SNI names containing NULL-byte are not allowed",
            "Failed to create SAN matcher for OTHER_NAME with OID: …",
            "Incorrect TLS session ticket key length. Length 1, expected length 80.",
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
