"""What is certainly valid, found without a schema engine: loading one takes as long as reading and checking a CEC.

Only a yes is an answer. Whatever is not as plain as most of what people write, and every keyword that is not in the
table, is for the engine to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sized
from typing import Any

from ..protobuf import wellknown
from ..protobuf.keywords import PREDICATES
from ..protobuf.schemas import MessageType

Check = Callable[[Any, Any], bool]
"""Of a keyword's argument and a value: whether the value certainly passes."""

_DEEPEST = 32
"""Levels of free JSON that are looked at."""
_INT64 = 2**63
_NOTES = frozenset({"type", "properties", "additionalProperties", "allOf", "presence", "jsonNames"})
"""Keywords of a message's schema that are looked at, or say nothing of its validity."""


def is_certainly_valid(type_: MessageType, fields: dict[str, Any]) -> bool:
    """Whether the canonical form of a message passes the schema of its type alone."""
    schema = type_.schema
    if not _NOTES.issuperset(schema):
        return False
    known = schema["properties"]
    for name, value in fields.items():
        if name not in known or not passes(type_.shallow(name), value):
            return False
    return all(passes(part, fields) for part in schema.get("allOf", ()))


def is_certainly_value(type_: str, value: Any) -> bool:
    """Whether the canonical form of a value passes the schema of a well-known type."""
    return passes(wellknown.SCHEMAS[type_], value)


def passes(schema: Any, value: Any) -> bool:
    """Whether a value certainly passes a schema."""
    if type(schema) is not dict:
        return False
    for keyword, argument in schema.items():
        check = _CHECKS.get(keyword)
        if check is None or not check(argument, value):
            return False
    return True


def _is_of_type(name: str, value: Any) -> bool:
    if name == "object":
        return type(value) is dict and (not value or _is_plain(value, _DEEPEST))
    if name == "array":
        return type(value) is list and (not value or _is_plain(value, _DEEPEST))
    if name == "string":
        return type(value) is str and _is_text(value)
    if name == "boolean":
        return type(value) is bool
    if name == "integer":
        return type(value) is int
    return name == "number" and _is_number(value)


def _is_plain(value: Any, levels: int) -> bool:
    """Whether free JSON holds nothing that an engine could stumble over."""
    kind = type(value)
    if kind is str:
        return _is_text(value)
    if value is None or kind is bool:
        return True
    if kind is dict:
        return levels > 0 and all(
            type(key) is str and _is_text(key) and _is_plain(each, levels - 1) for key, each in value.items()
        )
    if kind is list:
        return levels > 0 and all(_is_plain(each, levels - 1) for each in value)
    return _is_number(value)


def _is_text(value: str) -> bool:
    """Whether it has no half characters."""
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def _is_number(value: Any) -> bool:
    # Neither infinite nor NaN, and no more than an engine holds.
    return type(value) in (int, float) and -_INT64 <= value < 2 * _INT64


def _bounds(holds: Callable[[Any, Any], bool]) -> Check:
    return lambda limit, value: type(value) not in (int, float) or holds(value, limit)


def _sizes(kind: type[Sized], holds: Callable[[int, int], bool]) -> Check:
    return lambda limit, value: not isinstance(value, kind) or holds(len(value), limit)


def _is_one_of(options: Any, value: Any) -> bool:
    return any(type(each) is type(value) and each == value for each in options)


def _is_none_of(schema: Any, value: Any) -> bool:
    options = schema["enum"] if list(schema) == ["enum"] else (None,)
    return type(value) is str and all(type(each) is str and each != value for each in options)


def _is_match(pattern: str, value: Any) -> bool:
    if type(value) is not str:
        return True
    # Engines differ in what a line and a word is.
    return value.isascii() and "\n" not in value and re.search(pattern, value) is not None


def _have_all(names: Any, value: Any) -> bool:
    return type(value) is dict and all(name in value for name in names)


def _has_one(members: Any, value: Any) -> bool:
    """A oneof: each member requires its field, but for the last, which forbids them all."""
    *each, none = members
    names = [name for member in each if list(member) == ["required"] for name in member["required"]]
    if len(names) != len(each) or none != {"properties": dict.fromkeys(names, False)} or type(value) is not dict:
        return False
    return sum(name in value for name in names) < 2


def _parts(schemas: Any, value: Any) -> bool:
    return type(value) is dict and all(passes(schemas[name], value[name]) for name in schemas if name in value)


_CHECKS: dict[str, Check] = {
    "title": lambda _, __: True,
    "skipped": lambda _, __: True,
    "type": _is_of_type,
    "properties": _parts,
    "required": _have_all,
    "oneOf": _has_one,
    "anyOf": lambda schemas, value: any(passes(each, value) for each in schemas),
    "not": _is_none_of,
    "then": passes,
    # What meets `then` passes, whatever `if` says.
    "if": lambda _, __: True,
    "enum": _is_one_of,
    "const": lambda wanted, value: _is_one_of((wanted,), value),
    "items": lambda schema, value: type(value) is not list or all(passes(schema, each) for each in value),
    "additionalProperties": lambda schema, value: (
        type(value) is not dict or all(passes(schema, each) for each in value.values())
    ),
    "propertyNames": lambda schema, value: type(value) is not dict or all(passes(schema, key) for key in value),
    "uniqueItems": lambda _, value: (
        type(value) is not list or (all(type(each) is str for each in value) and len({*value}) == len(value))
    ),
    "minimum": _bounds(lambda value, limit: bool(value >= limit)),
    "maximum": _bounds(lambda value, limit: bool(value <= limit)),
    "exclusiveMinimum": _bounds(lambda value, limit: bool(value > limit)),
    "exclusiveMaximum": _bounds(lambda value, limit: bool(value < limit)),
    "minLength": _sizes(str, lambda size, limit: size >= limit),
    "maxLength": _sizes(str, lambda size, limit: size <= limit),
    "minItems": _sizes(list, lambda size, limit: size >= limit),
    "maxItems": _sizes(list, lambda size, limit: size <= limit),
    "minProperties": _sizes(dict, lambda size, limit: size >= limit),
    "maxProperties": _sizes(dict, lambda size, limit: size <= limit),
    "pattern": _is_match,
    **PREDICATES,
}
