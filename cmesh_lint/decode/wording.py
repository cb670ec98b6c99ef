"""Values, types and fields as a message names them."""

from __future__ import annotations

import json
from typing import Any

from ..places import Route
from ..protobuf import wellknown
from ..protobuf.schemas import Field, Schemas
from ..protobuf.walk import Message
from ..redaction import is_secret

_MOST = 48


def show(value: Any) -> str:
    """A value in backticks as JSON would write it, cut where it is long."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "null"
    text = "".join(map(_visible, value)) if isinstance(value, str) else json.dumps(value)
    return f"`{text if len(text) <= _MOST else text[: _MOST - 1] + '…'}`" if text else "an empty string"


def _visible(character: str) -> str:
    return character if character.isprintable() else repr(character)[1:-1]


def found(value: Any) -> str:
    """A value with what kind of thing it is: ``the string `5` ``."""
    if isinstance(value, bool):
        return f"the boolean {show(value)}"
    if isinstance(value, (int, float)):
        return f"the number {show(value)}"
    if isinstance(value, str) and value:
        return f"the string {show(value)}"
    return show(value)


def found_at(value: Any, route: Route) -> str:
    """`found`, but of what is secret only what kind of thing it is."""
    if isinstance(value, (dict, list)) or value in (None, "") or not is_secret(route):
        return found(value)
    return "a string" if isinstance(value, str) else "a boolean" if isinstance(value, bool) else "a number"


def short(type_: str) -> str:
    """A message's full name without its package."""
    words = type_.split(".")
    first = next((index for index, word in enumerate(words) if word[:1].isupper()), 0)
    return ".".join(words[first:])


def owner(message: Message) -> str:
    """The message that a field belongs to, as people call it: `HttpConnectionManager`."""
    return short(message.type)


def wanted(field: Field, schemas: Schemas) -> str:
    """What one element of a field must be, in words: `a string`, `one of …`."""
    type_ = wellknown.WRAPPERS.get(field.type, field.type)
    if field.kind == "enum" and field.type not in wellknown.SCHEMAS:
        return one_of(schemas.enum(field.type).values)
    if type_ in _WORDS:
        return _WORDS[type_]
    return f"an object ({short(type_)})"


_WORDS = {
    "string": "a string",
    "bool": "`true` or `false`",
    "bytes": "bytes in base64",
    "int32": "an integer",
    "int64": "an integer",
    "uint32": "a non-negative integer",
    "uint64": "a non-negative integer",
    "double": "a number",
    "float": "a number",
    wellknown.DURATION: "seconds such as `5s` or `0.25s`",
    "google.protobuf.Timestamp": "a time such as `2030-01-31T12:00:00Z`",
    "google.protobuf.FieldMask": "field paths such as `name,clusterName`",
    "google.protobuf.Struct": "an object",
    "google.protobuf.ListValue": "a list",
    "google.protobuf.NullValue": "`NULL_VALUE`",
    "google.protobuf.Empty": "an empty object",
    wellknown.ANY: "an object with `@type`",
}


def scalar_word(type_: str) -> str:
    """What a scalar must be, in words."""
    return _WORDS[type_]


def one_of(names: tuple[str, ...], most: int = 8) -> str:
    """`one of `A`, `B` or `C``; long lists are cut."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) == 1:
        return quoted[0]
    if len(quoted) > most:
        return f"one of {', '.join(quoted[:most])} … ({len(quoted)} in all)"
    return f"one of {', '.join(quoted[:-1])} or {quoted[-1]}"
