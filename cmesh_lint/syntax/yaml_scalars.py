"""What a YAML scalar means to kubectl.

kubectl reads YAML with sigs.k8s.io/yaml 1.6, which is YAML 1.1 as go.yaml.in/yaml/v2 understands it:
`yes` is true, `0755` and `0o17` are octal, `1e3` is a number, `12:30` and dates are strings.
`tests/source/kubectl_yaml.json` holds what that library itself made of each kind of scalar.
"""

from __future__ import annotations

import math

from ..patterns import pattern

Scalar = str | int | float | bool | None

MERGE = "<<"
_STANDARD = "tag:yaml.org,2002:"
MERGE_TAG = _STANDARD + "merge"

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"], True),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"], False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], math.nan),
    **dict.fromkeys([".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"], math.inf),
    **dict.fromkeys(["-.inf", "-.Inf", "-.INF"], -math.inf),
}
_NOT_STRINGS = frozenset("yYnNtTfFoO~.+-0123456789")
"""What a plain scalar begins with that may be no string."""

_INTEGER = pattern(r"([-+]?)(?:(0|[1-9][0-9]*)|0[oO]?([0-7]+)|0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0b([-+][01]+))\Z")
_BASES = ((2, 10), (3, 8), (4, 16), (5, 2), (6, 2))
_ZEROS = pattern(r"\A([-+]?(?:0[oOxXbB][-+]?)?)0+(?=[0-9a-fA-F])")
_FLOAT = pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_TIMESTAMP = pattern(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2}))"
    r"|(?: [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]+)?))?\Z"
)
_BETWEEN_DIGITS = pattern(r"(?<=[0-9])_(?=[0-9])")
_TOO_LONG = 100
"""Digits. No integer of 64 bits is as long; Python refuses to read very long ones."""

INT64 = range(-(2**63), 2**63)
_UINT64 = range(2**64)


class TagError(ValueError):
    """A scalar that is not what its tag says."""


def plain(text: str) -> Scalar:
    """The meaning of a scalar without quotes and without a tag."""
    if text and text[0] not in _NOT_STRINGS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] == ".":
        return _float(_BETWEEN_DIGITS.sub("", text), text)
    if text[0] in "+-0123456789":
        return _number(text)
    return text


def resolve_tag(tag: str, text: str) -> Scalar:
    """The meaning of a scalar with an explicit tag, quoted or not; TagError where they contradict."""
    kind = tag.removeprefix(_STANDARD)
    if kind == "binary":
        return _binary(text)
    if kind not in _TYPES:
        return text
    value = plain(text)
    if kind == "float" and type(value) is int and value in INT64:
        value = float(value)
    if type(value) is not _TYPES[kind] or (kind == "timestamp" and not _is_timestamp(text)):
        raise TagError(f"`{text}` is not a valid `!!{kind}`")
    return value


_TYPES: dict[str, type] = {"bool": bool, "int": int, "float": float, "null": type(None), "timestamp": str}


def number(value: float) -> int | float:
    """A float as it arrives in JSON: `1.0` is written `1` and read as an integer."""
    if not value.is_integer() or abs(value) >= 2.0**64:
        return value
    whole = _written(value)
    return whole if whole in INT64 else value


def _written(value: float) -> int:
    """Go writes the shortest digits that are the same float, and fills up with zeros."""
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return int(value)
    digits, _, fraction = mantissa.partition(".")
    return int(digits + fraction.ljust(int(exponent), "0"))


def key(value: Scalar) -> str | None:
    """A mapping's key as kubectl writes it in JSON; None where it cannot (null, integers over 63 bits)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value in INT64 else None
    return None if value is None else _float32(value)


def _number(text: str) -> Scalar:
    digits = text.replace("_", "")
    if len(digits) >= _TOO_LONG:
        digits = _ZEROS.sub(r"\g<1>0", digits)
    match = _INTEGER.match(digits) if len(digits) < _TOO_LONG else None
    if match:
        value = next(int(match[group], base) for group, base in _BASES if match[group])
        if match[1] == "-":
            value = -value
        if value in INT64 or (not match[1] and value in _UINT64):
            return value
    return _float(digits, text)


def _float(digits: str, text: str) -> Scalar:
    """The number in `digits`; `text` as a string where there is none, or none that 64 bits can hold."""
    if not _FLOAT.match(digits):
        return text
    value = float(digits)
    return text if math.isinf(value) else value


def _binary(text: str) -> str:
    import base64
    import binascii

    try:
        data = base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        raise TagError("a `!!binary` value is not valid base64") from None
    return data.decode("utf-8", "replace")


def _is_timestamp(text: str) -> bool:
    import datetime

    match = _TIMESTAMP.match(text)
    try:
        return match is not None and bool(datetime.date(*map(int, match.groups())))
    except ValueError:
        return False


def _float32(value: float) -> str:
    """A float as a key: the shortest decimal that is the same 32-bit float, as Go's `%g` spells it."""
    if math.isnan(value):
        return ".nan"
    rounded = _single(value)
    if math.isinf(rounded):
        return ".inf" if rounded > 0 else "-.inf"
    places = next(n for n in range(17) if _single(float(f"{rounded:.{n}e}")) == rounded)
    shortest = f"{rounded:.{places}e}"
    exponent = int(shortest.partition("e")[2])
    return f"{rounded:.{max(places - exponent, 0)}f}" if -4 <= exponent < 6 else shortest


def _single(value: float) -> float:
    """The nearest float of 32 bits, infinite beyond their range."""
    import struct

    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)
