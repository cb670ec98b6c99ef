"""What may be written for one value of a field: every spelling that protojson takes.

`null` leaves a field unset, so it passes everywhere but in lists, in maps and where the field must be set.
"""

from __future__ import annotations

import math
from typing import Any

from ..protobuf import wellknown
from ..protobuf.schemas import Enum
from . import patterns

Schema = dict[str, Any]

DEFINITIONS = "#/definitions/"
SET = "set"
"""The definition of anything but null."""


def _number(name: str, pattern: str) -> Schema:
    judged = wellknown.SCALARS[name]
    judged = judged.get("anyOf", [judged])[0]
    bounds = {key: judged[key] for key in ("minimum", "maximum") if key in judged}
    return {"type": [judged["type"], "string", "null"], **bounds, "pattern": pattern}


def _text(pattern: str) -> Schema:
    return {"type": ["string", "null"], "pattern": pattern}


SHARED: dict[str, Schema] = {
    "int32": _number("int32", patterns.SIGNED),
    "int64": _number("int64", patterns.SIGNED),
    "uint32": _number("uint32", patterns.UNSIGNED),
    "uint64": _number("uint64", patterns.UNSIGNED),
    "float": _number("float", patterns.FLOAT),
    "double": _number("double", patterns.FLOAT),
    "bytes": _text(patterns.BASE64),
    wellknown.DURATION: {
        **_text(patterns.DURATION),
        "patternErrorMessage": "a duration is written in seconds, such as 5s or 0.25s",
    },
    "google.protobuf.Timestamp": _text(patterns.TIMESTAMP),
    "google.protobuf.FieldMask": _text(wellknown.TEXTS["google.protobuf.FieldMask"]["pattern"]),
    wellknown.EMPTY: {"type": ["object", "null"], "maxProperties": 0},
    "google.protobuf.NullValue": {"enum": ["NULL_VALUE", 0, None]},
    SET: {"not": {"type": "null"}},
}
"""Definitions that many fields refer to."""

_INLINE: dict[str, tuple[str, ...]] = {
    "string": ("string",),
    "bool": ("boolean",),
    "google.protobuf.Struct": ("object",),
    "google.protobuf.ListValue": ("array",),
}


def scalar(type_: str, nullable: bool, limit: Schema) -> Schema:
    """A scalar, a wrapper or a type with a JSON form of its own; `limit` is its constraint as keywords."""
    type_ = wellknown.WRAPPERS.get(type_, type_)
    if type_ == wellknown.VALUE:
        return {}
    extra = _limits(type_, limit, nullable)
    if type_ not in _INLINE:
        return refer(type_, tuple(_types(type_)), nullable, extra)
    types = [*_INLINE[type_], *(["null"] if nullable else [])]
    return {"type": types if len(types) > 1 else types[0], **extra}


def _types(type_: str) -> list[str]:
    shared = SHARED[type_]
    return [each for each in shared.get("type", ["string", "integer"]) if each != "null"]


def refer(name: str, types: tuple[str, ...], nullable: bool, extra: Schema | None = None) -> Schema:
    """A reference to a definition that admits null; draft-07 ignores what is beside a bare `$ref`."""
    reference = {"$ref": DEFINITIONS + name}
    if nullable and not extra:
        return reference
    schema: Schema = dict(extra or {})
    schema["allOf"] = [reference, *schema.get("allOf", ())]
    if not nullable:
        schema["type"] = types[0] if len(types) == 1 else list(types)
    return schema


def enum(found: Enum, defined: bool) -> Schema:
    """An enum by name or number; `defined`: only a number that has a name. Editors offer the names alone."""
    numbers: Schema = {"type": ["integer", "null"]}
    if defined:
        known = sorted(found.by_number)
        numbers |= {"minimum": known[0], "maximum": known[-1]}
        if len(known) <= known[-1] - known[0]:
            numbers = {"enum": [*known, None]}
    return {"anyOf": [{"enum": list(found.values)}, numbers]}


def enum_value(found: Enum, nullable: bool, limit: Schema) -> tuple[str, Schema]:
    """The name of the definition that is meant, and the reference to it."""
    name = f"{found.name}:defined" if "type" in limit else found.name
    extra: Schema = {}
    if "not" in limit:
        refused = limit["not"]["enum"]
        numbers = [number for number, value in sorted(found.by_number.items()) if value in refused]
        extra["not"] = {"enum": [*refused, *numbers]}
    return name, refer(name, ("string", "integer"), nullable, extra)


_AS_THEY_ARE = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"})


def _limits(type_: str, limit: Schema, nullable: bool) -> Schema:
    """A constraint in draft-07; what draft-07 cannot say exactly is said as far as no good value is refused."""
    said: Schema = {}
    for keyword, argument in limit.items():
        if keyword in _AS_THEY_ARE:
            said[keyword] = argument
        elif keyword == "pattern":
            said["pattern"] = patterns.portable(argument)
        elif keyword in {"enum", "const"}:
            values = argument if keyword == "enum" else [argument]
            said["enum"] = [*values, None] if nullable else list(values)
        elif keyword in {"if", "then"}:
            said[keyword] = _limits(type_, argument, False)
        elif keyword == "allOf":
            said["allOf"] = [_limits(type_, part, False) for part in argument]
        else:
            name, value = _approached(keyword, argument)
            said[name] = value
    return said


def _approached(keyword: str, argument: Any) -> tuple[str, Any]:
    """Our own keywords: bounds of a duration as patterns, and sizes in bytes as sizes in characters."""
    if keyword in {"durationGt", "durationGte"}:
        return "pattern", patterns.longer(argument, keyword == "durationGte")
    if keyword in {"durationLt", "durationLte"}:
        return "allOf", [{"pattern": patterns.shorter(argument, keyword == "durationLte")}]
    if keyword == "maxBytes":
        return "maxLength", argument
    if keyword == "minBytes":
        return "minLength", math.ceil(argument / _MOST_BYTES_OF_A_CHARACTER)
    if keyword == "minDecoded":
        return "minLength", math.ceil(argument * 4 / 3)
    if keyword == "maxDecoded":
        return "maxLength", math.ceil(argument / 3) * 4
    raise ValueError(f"no word of draft-07 for {keyword}")


_MOST_BYTES_OF_A_CHARACTER = 4
