"""Whether a value is as a schema of policies has it: yes or no, by the words of JSON Schema that `fields` uses.

The function starts for every build, and the libraries for JSON Schema take longer to import than all of its work takes.
They say what is wrong, where something is; the tests hold this against them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .fields import Schema

_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}
WORDS = frozenset(
    (
        *("type", "enum", "const", "minLength", "maxLength", "pattern", "minimum", "maximum"),
        *("items", "minItems", "uniqueItems"),
        *("properties", "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties"),
    )
)
"""What is checked; all else in the schemas is reported to people and editors."""


def fits(value: Any, schema: Schema) -> bool:
    """Whether the schema has nothing against the value."""
    types = schema.get("type", ())
    if types and not any(_TYPES[each](value) for each in ([types] if isinstance(types, str) else types)):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    # To Python, True is 1.
    if "enum" in schema and (isinstance(value, bool) or value not in schema["enum"]):
        return False
    if isinstance(value, str):
        return _text(value, schema)
    if isinstance(value, dict):
        return _object(value, schema)
    if isinstance(value, list):
        return _list(value, schema)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return not number or schema.get("minimum", value) <= value <= schema.get("maximum", value)


def _text(value: str, schema: Schema) -> bool:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return False
    return "pattern" not in schema or re.search(schema["pattern"], value) is not None


def _list(value: list[Any], schema: Schema) -> bool:
    if len(value) < schema.get("minItems", 0):
        return False
    if schema.get("uniqueItems") and any(each in value[:index] for index, each in enumerate(value)):
        return False
    return "items" not in schema or all(fits(each, schema["items"]) for each in value)


def _object(value: dict[str, Any], schema: Schema) -> bool:
    known: dict[str, Schema] = schema.get("properties", {})
    others, names = schema.get("additionalProperties", True), schema.get("propertyNames", {})
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
        return False
    return all(each in value for each in schema.get("required", ())) and all(
        fits(key, names) and (fits(each, known[key]) if key in known else _other(each, others))
        for key, each in value.items()
    )


def _other(value: Any, others: bool | Schema) -> bool:
    return others if isinstance(others, bool) else fits(value, others)
