"""`google.protobuf.Any` in draft-07: `@type` picks the schema of what is beside it, by `if` and `then`.

The agent resolves what is behind the last `/` of `@type`. Types are asked for in two steps, first the group of
packages and then the message, so that an `Any` costs dozens of comparisons and not hundreds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..decode.anys import PREFIX, TOP
from ..protobuf import wellknown
from ..protobuf.schemas import Schemas, package_of
from . import values
from .messages import TYPE, taking
from .places import Places

Schema = dict[str, Any]
_TYPE_TEXT = "The type of this message: type.googleapis.com/ and its full name."


def definitions(
    schemas: Schemas, places: Places, described: Iterable[str], taken: Iterable[tuple[str, ...]]
) -> dict[str, Schema]:
    """`Any`, its groups, and for each tuple of categories in `taken` an `Any` that offers their types."""
    groups = _groups(schemas)
    shown = frozenset(described)
    found = {_group_name(group): _group(types, shown) for group, types in groups.items()}
    found[wellknown.ANY] = _any(groups)
    for categories in taken:
        if categories:
            found[taking(wellknown.ANY, categories)] = _offering(places, categories)
    return found


def resources() -> Schema:
    """The items of `spec.resources`."""
    return {
        "type": "object",
        "required": [TYPE],
        "properties": {TYPE: {"description": _TYPE_TEXT, "enum": [PREFIX + type_ for type_ in TOP]}},
        "allOf": [_when({"const": PREFIX + type_}, type_) for type_ in TOP],
    }


def _groups(schemas: Schemas) -> dict[str, list[str]]:
    """All types that an `Any` can hold, by their group."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in schemas.names():
        if schemas.message(name) is not None:
            groups[_group_of(name)].append(name)
    for name in wellknown.CUSTOM_IN_ANY:
        groups[_group_of(name)].append(name)
    return {group: sorted(set(groups[group])) for group in sorted(groups)}


def _group_of(name: str) -> str:
    """The package of a type; of a long package `*` for the last two words: `envoy.extensions.filters.http.*`."""
    words = package_of(name).split(".")
    return ".".join([*words[:-2], "*"] if len(words) > _SHORT else words)


_SHORT = 3


def _group_pattern(group: str) -> str:
    words = re.escape(group.removesuffix(".*"))
    return words + (r"(\.[a-z0-9_]+){2}" if group.endswith(".*") else "") + r"\.[A-Z]"


def _group_name(group: str) -> str:
    return f"types:{group}"


def _any(groups: dict[str, list[str]]) -> Schema:
    """An empty object is an `Any` too: it holds nothing."""
    named: Schema = {"type": "string", **_known(_group_pattern(group) for group in groups)}
    parts = [_when({"pattern": f"(^|/){_group_pattern(group)}"}, _group_name(group)) for group in groups]
    return {
        "type": ["object", "null"],
        "properties": {TYPE: {"description": _TYPE_TEXT}},
        "if": {"type": "object", "minProperties": 1},
        "then": {"required": [TYPE], "properties": {TYPE: named}, "allOf": parts},
    }


def _group(types: list[str], described: frozenset[str]) -> Schema:
    """A type that is known and not described stands with anything beside it."""
    parts = [
        _when({"pattern": f"(^|/){re.escape(type_)}$"}, type_, _custom(type_))
        for type_ in types
        if type_ in described or type_ in wellknown.CUSTOM_IN_ANY
    ]
    known = _known((re.escape(type_) for type_ in types), "$")
    return {"properties": {TYPE: known}, **({"allOf": parts} if parts else {})}


def _known(patterns: Iterable[str], end: str = "") -> Schema:
    return {
        "pattern": f"(^|/)({'|'.join(patterns)}){end}",
        "patternErrorMessage": "this Cilium version does not know a message of that name",
    }


def _when(type_url: Schema, name: str, then: Schema | None = None) -> Schema:
    return {
        "if": {"required": [TYPE], "properties": {TYPE: type_url}},
        "then": then or {"$ref": values.DEFINITIONS + name},
    }


def _custom(type_: str) -> Schema | None:
    """A type with a JSON form of its own is under `value`; None for another type."""
    if type_ not in wellknown.CUSTOM_IN_ANY:
        return None
    value = (
        values.refer(wellknown.ANY, ("object",), False) if type_ == wellknown.ANY else values.scalar(type_, False, {})
    )
    schema: Schema = {"properties": {TYPE: {}, "value": value}, "additionalProperties": False}
    if type_ != wellknown.EMPTY:
        schema["required"] = ["value"]
    return schema


def _offering(places: Places, categories: tuple[str, ...]) -> Schema:
    """An `Any` whose `@type` editors complete; another type passes as well."""
    offered = sorted({PREFIX + type_ for category in categories for type_ in places.types[category]})
    types: Schema = {"description": _TYPE_TEXT, "anyOf": [{"type": "string"}, {"enum": offered}]}
    return {
        "type": ["object", "null"],
        "properties": {TYPE: types},
        "allOf": [{"$ref": values.DEFINITIONS + wellknown.ANY}],
    }
