"""A cipher suite, a curve or a signature algorithm that Envoy's TLS library does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import Rule, mended
from ...suggest import did_you_mean
from ...walk import Message
from ..examples import in_cluster
from ._contexts import PARAMETERS, when
from ._names import ALIASES, CIPHERS, CURVES, GONE_CURVES, SIGNATURES

_WORD = re.compile(r"[A-Za-z0-9._-]+")


def judge(parameters: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each name that is not known, and curves and algorithms that stand there twice."""
    for index, text in _texts(parameters, "cipher_suites"):
        for name in _WORD.findall(text) if not text.startswith(("!", "-", "+", "@")) else ():
            if name not in CIPHERS and name not in CIPHERS.values() and name not in ALIASES:
                yield _problem(parameters, "cipher_suites", index, f"unknown cipher suite `{name}`{_cipher_hint(name)}")
    for field, kind, known in (
        ("ecdh_curves", "curve", (*CURVES, *GONE_CURVES)),
        ("signature_algorithms", "signature algorithm", SIGNATURES),
    ):
        seen: set[str] = set()
        for index, text in _texts(parameters, field):
            for name in text.split(":") if text else ():
                if name not in known:
                    yield _problem(parameters, field, index, f"unknown {kind} `{name}`{did_you_mean(name, known)}")
                elif name in seen:
                    yield _problem(parameters, field, index, f"the {kind} `{name}` stands there twice")
                seen.add(name)


def _texts(parameters: Message, field: str) -> Iterator[tuple[int, str]]:
    found = parameters.fields.get(field)
    yield from ((index, text) for index, text in enumerate(found or ()) if isinstance(text, str))


def _cipher_hint(name: str) -> str:
    if name.startswith("TLS_") and "_WITH_" not in name:
        return "; those of TLS 1.3 cannot be chosen and are always on"
    return did_you_mean(name, [*CIPHERS, *CIPHERS.values()])


def _problem(parameters: Message, field: str, index: int, text: str) -> Problem:
    return RULE.found(text, (*parameters.route_of(field), index), **when(parameters)._asdict())


BAD = in_cluster("""\
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    sni: echo.example.com
    common_tls_context:
      tls_params:
        cipher_suites:
        - ECDHE-RSA-AES128-GCM-SHA256
        - TLS_AES_128_GCM_SHA256  # want: unknown-tls-name "those of TLS 1.3 cannot be chosen"
        ecdh_curves:
        - P256  # want: unknown-tls-name "did you mean `P-256`?"
""")
RULE = Rule(
    id="unknown-tls-name",
    title="A cipher suite, curve or signature algorithm that Envoy does not know",
    severity="error",
    gate="nacked",
    catches=(
        "A name in `cipher_suites`, `ecdh_curves` or `signature_algorithms` that BoringSSL, the TLS library of Envoy, "
        "does not know: misspelt, of TLS 1.3, or known to OpenSSL alone."
    ),
    why="Envoy rejects the resource.",
    bad=BAD,
    good=mended(BAD, ("            - TLS_AES_128_GCM_SHA256\n", ""), ("P256", "P-256")),
    fix="Use OpenSSL's names of suites before TLS 1.3, and curves such as `X25519` and `P-256`.",
    log=(
        "Failed to initialize cipher suites …. The following ciphers were rejected when tried individually: …",
        "Failed to initialize ECDH curves …",
        "Failed to initialize TLS signature algorithms …",
    ),
    catalogue=("CM781",),
    on=(PARAMETERS,),
    judge=judge,
)
