"""One key of a JSON Web Key Set, as far as Envoy's library reads it. Seen with 1.37, value by value."""

from __future__ import annotations

import base64
import re
from typing import Any, NamedTuple

Key = dict[str, Any]
_WEB_SAFE = re.compile(r"[A-Za-z0-9_-]+={0,2}", re.ASCII)
_LEAST_BITS, _MOST_BITS = 512, 16 * 1024
_EXPONENT_BITS = 33
_ED25519_BYTES = 32
_DEFAULT_CURVE = "P-256"


class _Curve(NamedTuple):
    """The curve y² = x³ - 3x + b over a prime field, and the algorithm that goes with it."""

    prime: int
    b: int
    alg: str


_CURVES = {
    "P-256": _Curve(
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        "ES256",
    ),
    "P-384": _Curve(
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        "ES384",
    ),
    "P-521": _Curve(
        2**521 - 1,
        0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
        "ES512",
    ),
}
"""Source: FIPS 186-4, appendix D."""


def fault(key: Key) -> str:
    """What keeps Envoy from taking a key with a `kty`; empty for nothing. It never quotes the key."""
    kinds = {"RSA": _rsa, "EC": _ec, "oct": _oct, "OKP": _okp}
    read = kinds.get(key["kty"])
    return read(key) if read is not None else "its `kty` is none of `RSA`, `EC`, `oct` and `OKP`"


def _rsa(key: Key) -> str:
    if (alg := _alg(key)) and not alg.startswith(("RS", "PS")):
        return "its `alg` is not of RSA"
    modulus, exponent = _number(key, "n"), _number(key, "e")
    if modulus is None or modulus % 2 == 0 or not _LEAST_BITS <= modulus.bit_length() <= _MOST_BITS:
        return "its `n` is no modulus of RSA in base64url"
    if exponent is None or exponent % 2 == 0 or exponent == 1 or exponent.bit_length() > _EXPONENT_BITS:
        return "its `e` is no exponent of RSA in base64url; expected `AQAB`"
    return ""


def _ec(key: Key) -> str:
    alg = _alg(key)
    usual = next((name for name, each in _CURVES.items() if each.alg == alg), _DEFAULT_CURVE)
    name = key["crv"] if isinstance(key.get("crv"), str) and key["crv"] else usual
    curve = _CURVES.get(name)
    if curve is None:
        return "its `crv` is none of `P-256`, `P-384` and `P-521`"
    if alg and alg != curve.alg:
        return f"its `alg` is not that of its curve, `{curve.alg}`"
    x, y = _number(key, "x"), _number(key, "y")
    if x is None or y is None or (y * y - x * x * x + 3 * x - curve.b) % curve.prime:
        return "its `x` and `y` are no point of its curve in base64url"
    return ""


def _oct(key: Key) -> str:
    if (alg := _alg(key)) and not alg.startswith("HS"):
        return "its `alg` is not of HMAC"
    return "" if _bytes(key, "k") else "its `k` is no base64url"


def _okp(key: Key) -> str:
    if (alg := _alg(key)) and alg != "EdDSA":
        return "its `alg` is not `EdDSA`"
    if key.get("crv") != "Ed25519":
        return "its `crv` is not `Ed25519`"
    data = _bytes(key, "x")
    return "" if data is not None and len(data) == _ED25519_BYTES else "its `x` is not 32 bytes in base64url"


def _alg(key: Key) -> str:
    alg = key.get("alg")
    return alg if isinstance(alg, str) else ""


def _number(key: Key, name: str) -> int | None:
    data = _bytes(key, name)
    return int.from_bytes(data, "big") if data else None


def _bytes(key: Key, name: str) -> bytes | None:
    """What a field holds; None for nothing that can be decoded. White space between is passed over."""
    text = key.get(name)
    if not isinstance(text, str):
        return None
    text = re.sub(r"[ \t\n\v\f\r]", "", text)
    bare = text.rstrip("=")
    if not _WEB_SAFE.fullmatch(text) or len(bare) % 4 == 1 or (text != bare and len(text) % 4):
        return None
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
