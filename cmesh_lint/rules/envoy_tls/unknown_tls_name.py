"""An unknown cipher suite, curve or signature algorithm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ...suggest import did_you_mean
from ...versions import LATEST
from ._contexts import PARAMETERS, when
from ._names import ALIASES, CIPHERS, CURVES, NEW_CIPHERS, NEW_CURVES, OLD_CURVES, SIGNATURES

_WORD = re.compile(r"[A-Za-z0-9._-]+")


def check(parameters: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each name that is not known, and names that must not be repeated."""
    newer = config.version.minor == LATEST
    for index, text in _texts(parameters, "cipher_suites"):
        for name in _WORD.findall(text) if not text.startswith(("!", "-", "+", "@")) else ():
            if name not in ALIASES and not _is_cipher(name, newer):
                yield _problem(parameters, "cipher_suites", index, f"unknown cipher suite `{name}`{_cipher_hint(name)}")
    curves = (*CURVES, *(NEW_CURVES if newer else OLD_CURVES))
    yield from _listed(parameters, "ecdh_curves", "curve", curves, once=newer)
    yield from _listed(parameters, "signature_algorithms", "signature algorithm", SIGNATURES, once=True)


def _is_cipher(name: str, newer: bool) -> bool:
    return (name in CIPHERS or name in CIPHERS.values()) and (newer or name not in NEW_CIPHERS)


def _listed(parameters: Message, field: str, kind: str, known: Sequence[str], once: bool) -> Iterator[Problem]:
    """Names of a field that are not known, or are repeated where that is not allowed."""
    seen: set[str] = set()
    for index, text in _texts(parameters, field):
        for name in text.split(":") if text else ():
            if name not in known:
                yield _problem(parameters, field, index, f"unknown {kind} `{name}`{did_you_mean(name, known)}")
            elif once and name in seen:
                yield _problem(parameters, field, index, f"duplicate {kind} `{name}`")
            seen.add(name)


def _texts(parameters: Message, field: str) -> Iterator[tuple[int, str]]:
    found = parameters.fields.get(field)
    yield from ((index, text) for index, text in enumerate(found or ()) if isinstance(text, str))


def _cipher_hint(name: str) -> str:
    if name.startswith("TLS_") and "_WITH_" not in name:
        return "; TLS 1.3 cipher suites cannot be configured and are always enabled"
    return did_you_mean(name, [*CIPHERS, *CIPHERS.values()])


def _problem(parameters: Message, field: str, index: int, text: str) -> Problem:
    return RULE.found(text, (*parameters.route_of(field), index), **when(parameters)._asdict())


def page() -> Page:
    from ..examples import in_cluster

    bad = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_params:
        cipher_suites:
        - ECDHE-RSA-AES128-GCM-SHA256
        - TLS_AES_128_GCM_SHA256  # want: unknown-tls-name "TLS 1.3 cipher suites cannot be configured"
        ecdh_curves:
        - P256  # want: unknown-tls-name "did you mean `P-256`?"
""")
    return Page(
        title="An unknown cipher suite, curve or signature algorithm",
        catches=(
            "A name in `cipher_suites`, `ecdh_curves` or `signature_algorithms` that BoringSSL, Envoy's TLS library, "
            "does not know: misspelt, from TLS 1.3, or known only to OpenSSL."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("            - TLS_AES_128_GCM_SHA256\n", ""), ("P256", "P-256")),
        fix="Use OpenSSL's names for cipher suites before TLS 1.3, and curves such as `X25519` and `P-256`.",
        log=(
            "Failed to initialize cipher suites …. The following ciphers were rejected when tried individually: …",
            "Failed to initialize ECDH curves …",
            "Failed to initialize TLS signature algorithms …",
        ),
        more=(
            Example(
                "signature algorithms",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_params:
        signature_algorithms:
        - rsa_pss_rsae_sha255  # want: unknown-tls-name "did you mean `rsa_pss_rsae_sha256`?"
        - ecdsa_secp256r1_sha256
        - ecdsa_secp256r1_sha256  # want: unknown-tls-name "duplicate signature algorithm `ecdsa_secp256r1_sha256`"
"""),
            ),
            Example(
                "a curve of a later Envoy",
                bad=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_params:
        ecdh_curves: [MLKEM1024]  # want: unknown-tls-name "unknown curve `MLKEM1024`"
"""),
            ),
            Example(
                "groups of cipher suites",
                good=in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_params:
        cipher_suites: ["ECDHE+AESGCM", "[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]"]
"""),
            ),
        ),
    )


RULE = Rule(
    id="unknown-tls-name",
    severity="error",
    gate="nacked",
    on=(PARAMETERS,),
    check=check,
    page=page,
)
