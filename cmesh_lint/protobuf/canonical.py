"""The canonical form of a scalar: what protojson would write for what somebody wrote.

A value that protojson takes is made uniform (numbers as numbers, enums by name), so that a schema needs to say each
thing once. A value that it refuses comes back as it was, for the schema to find.
"""

from __future__ import annotations

import re
from typing import Any

from ..patterns import pattern
from . import wellknown
from .schemas import Field, Schemas

_NUMBER = pattern(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_OF_ANY_KIND = frozenset({*wellknown.OPEN, wellknown.EMPTY, wellknown.ANY})
_INTEGERS = frozenset({"int32", "uint32", "int64", "uint64"})
_FLOATS = {"double": 1.7976931348623157e308, "float": 3.4028234663852886e38}
_MOST_DIGITS = 400
"""No integer of protobuf and no double has more; it keeps `1e999999999` from becoming a number."""


def scalar(field: Field, value: Any, schemas: Schemas) -> Any:
    """The canonical form of one element of a scalar or enum field (of a map: of one value)."""
    if isinstance(value, (dict, list)) and field.type not in _OF_ANY_KIND:
        # No scalar: a schema refuses a tuple as well, and whoever looks a value up somewhere need not ask first.
        return ()
    if field.kind == "enum":
        return _enum(field.type, value, schemas)
    type_ = field.type
    if type_.startswith("google.protobuf."):
        type_ = _UNWRAPPED.get(type_, type_)
    if isinstance(value, str):
        if type_ in _INTEGERS or type_ in _FLOATS:
            return number(type_, value)
    elif isinstance(value, float) and type_ in _INTEGERS and value.is_integer():
        return int(value)
    return value


_UNWRAPPED = {
    "google.protobuf.DoubleValue": "double",
    "google.protobuf.FloatValue": "float",
    "google.protobuf.Int32Value": "int32",
    "google.protobuf.Int64Value": "int64",
    "google.protobuf.UInt32Value": "uint32",
    "google.protobuf.UInt64Value": "uint64",
}


def number(type_: str, text: str) -> Any:
    """The number in `text`, or the text where protojson reads none of that type from it.

    Infinity becomes the greatest number there is: it compares alike, and JSON has no better.
    """
    if type_ in _FLOATS:
        if text in {"Infinity", "-Infinity"}:
            return _FLOATS[type_] if text == "Infinity" else -_FLOATS[type_]
        return _float(text) if _NUMBER.fullmatch(text) else text
    return _integer(text) if _NUMBER.fullmatch(text) else text


def _float(text: str) -> Any:
    value = float(text)
    return text if value in {float("inf"), float("-inf")} else value


def _integer(text: str) -> Any:
    from decimal import Decimal, InvalidOperation

    try:
        value = Decimal(text)
    except InvalidOperation:
        # An exponent of more than 64 bits; protojson reads 32 of it.
        return text
    if value.is_zero():
        return 0
    if value.adjusted() > _MOST_DIGITS or value != value.to_integral_value():
        return text
    return int(value)


def _enum(name: str, value: Any, schemas: Schemas) -> Any:
    whole = (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )
    if not whole:
        return value
    if name == "google.protobuf.NullValue":
        return value
    return schemas.enum(name).by_number.get(int(value), int(value))
