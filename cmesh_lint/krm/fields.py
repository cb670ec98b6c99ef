"""Words to write JSON Schemas (draft-07) of policies with: each makes the schema of one field.

What an editor shows on hover is `description`; what a complaint expects is `title`. Lists whose entries have names
bear `x-kubernetes-list-map-keys`, as in Kubernetes: two policies may each bring entries, and kustomize may patch one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]
RE2 = "re2"
"""The `format` of regular expressions; those of JSON Schema itself are of another dialect."""
MAP_KEYS = "x-kubernetes-list-map-keys"

DURATION = r"^([0-9]{1,5}(h|m|s|ms)){1,4}$"
"""As in Gateway API (GEP-2257)."""
_NAME = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
HEADER = r"^:?[A-Za-z0-9!#$%&'*+.^_|~-]+$"


def text(description: str, **more: Any) -> Schema:
    """A string that is not empty."""
    return {"type": "string", "minLength": 1, "description": description, **more}


def regex(description: str) -> Schema:
    """A regular expression that Envoy reads."""
    return text(description, format=RE2)


def name(description: str) -> Schema:
    """A name as Kubernetes gives them: a DNS label."""
    title = "a name of lower-case letters, digits and `-`"
    return text(description, maxLength=63, pattern=_NAME, title=title)


def header(description: str) -> Schema:
    """The name of a header."""
    return text(description, pattern=HEADER, title="the name of a header")


def path(description: str) -> Schema:
    """A path of a URL."""
    return text(description, pattern="^/", title="a path that begins with `/`")


def duration(description: str, **more: Any) -> Schema:
    """A stretch of time as Gateway API spells it."""
    return text(description, pattern=DURATION, title="a duration such as `5s`, `250ms` or `1m30s`", **more)


def integer(description: str, minimum: int = 0, maximum: int = 2**32 - 1, **more: Any) -> Schema:
    """A whole number."""
    title = f"a whole number from {minimum} to {maximum}"
    return {
        "type": "integer",
        "minimum": minimum,
        "maximum": maximum,
        "title": title,
        "description": description,
    } | more


_ERRORS = (*range(400, 418), *range(421, 425), 426, 428, 429, 431, *range(500, 509), 510, 511)


def error_status(description: str, **more: Any) -> Schema:
    """A status of 400 or more that is in Envoy's enum `envoy.type.v3.StatusCode`; others it refuses."""
    known = "400 to 417, 421 to 424, 426, 428, 429, 431, 500 to 508, 510 or 511"
    title, told = f"a status that Envoy supports: {known}", f"{description} Envoy supports {known}."
    return {"type": "integer", "enum": list(_ERRORS), "title": title, "description": told, **more}


def percent(description: str) -> Schema:
    """A share of a hundred, with fractions."""
    return {
        "type": "number",
        "minimum": 0,
        "maximum": 100,
        "title": "a number from 0 to 100",
        "description": description,
    }


def port(description: str, **more: Any) -> Schema:
    """The number of a port."""
    return integer(description, 1, 65535, **more)


def boolean(description: str, **more: Any) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description, **more}


def choice(description: str, *words: str, **more: Any) -> Schema:
    """One of some words."""
    return {"type": "string", "enum": list(words), "description": description, **more}


def table(description: str, properties: Mapping[str, Schema], required: Sequence[str] = (), **more: Any) -> Schema:
    """An object with these fields and no others."""
    required_ = {"required": list(required)} if required else {}
    closed = {"type": "object", "additionalProperties": False, "description": description}
    return {**closed, "properties": dict(properties), **required_, **more}


def one_of(description: str, properties: Mapping[str, Schema], **more: Any) -> Schema:
    """An object with exactly one of these fields."""
    title = "exactly one of " + ", ".join(f"`{each}`" for each in properties)
    return table(description, properties, minProperties=1, maxProperties=1, title=title, **more)


def mapping(description: str, value: Schema, keys: str | None = None, **more: Any) -> Schema:
    """An object with keys of the user's choice."""
    names = {"propertyNames": {"pattern": keys, "title": "the name of a header"}} if keys else {}
    return (
        {"type": "object", "additionalProperties": value, "minProperties": 1, "description": description} | names | more
    )


def many(description: str, item: Schema, **more: Any) -> Schema:
    """A list that is not empty, and counts as one value where policies are merged."""
    return {"type": "array", "items": item, "minItems": 1, "description": description, **more}


def name_of(description: str, item: Schema, key: str = "name") -> Schema:
    """A list whose entries are reported apart by a field: policies may each bring some."""
    return many(description, item, **{"x-kubernetes-list-type": "map", MAP_KEYS: [key]})
