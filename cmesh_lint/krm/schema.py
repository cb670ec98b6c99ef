"""A kind → the JSON Schema (draft-07) of its policies; and what such a schema has against one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..finding import At
from ..places import Route
from ..suggest import did_you_mean
from . import expressions, kinds
from .fields import Schema, name, table, text
from .group import API_VERSION
from .refs import ROUTES, TARGET_REFS
from .shape import fits

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

DRAFT = "http://json-schema.org/draft-07/schema#"


def _texts(description: str) -> Schema:
    """An object of texts, which may be empty."""
    return {"type": "object", "additionalProperties": {"type": "string"}, "description": description}


METADATA: Schema = {
    "type": "object",
    "description": "As in every Kubernetes object.",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "description": "The name of the object."},
        "namespace": name("The namespace of the policy, and of the Services it attaches to. Default: `default`."),
        "labels": _texts("Labels. The CEC has those that all of its policies share."),
        "annotations": _texts("Annotations. The CEC has those that all of its policies share."),
    },
}


def _object(kind: str, summary: str, spec: Schema, required: bool) -> Schema:
    return {
        "$schema": DRAFT,
        "title": kind,
        "description": summary,
        "type": "object",
        "additionalProperties": False,
        "required": ["apiVersion", "kind", "metadata", *(["spec"] if required else [])],
        "properties": {
            "apiVersion": {"const": API_VERSION, "description": "The group and version of the policy API."},
            "kind": {"const": kind, "description": summary},
            "metadata": METADATA,
            "spec": spec,
        },
    }


_VERSION = text("The Cilium version to generate for, such as `1.20` or `1.18.6`. Default: the newest known one.")
_EXPANSION = "Expands policies: as a transformer those that kustomize built, as a generator its own."
_VALIDATION = (
    "Fails the build if a policy is left unexpanded or the linter finds an error in a CEC. Validators run last in a "
    "build."
)
_POLICIES: Schema = {
    "type": "array",
    "items": {"type": "object", "required": ["apiVersion", "kind"], "description": "A policy."},
    "description": "Policies given here, in addition to those among the resources.",
}

CONFIGS: dict[str, Schema] = {
    "PolicyExpansion": _object(
        "PolicyExpansion",
        _EXPANSION,
        table("What to do.", {"ciliumVersion": _VERSION, "policies": _POLICIES}),
        required=False,
    ),
    "PolicyValidation": _object(
        "PolicyValidation", _VALIDATION, table("What to do.", {"ciliumVersion": _VERSION}), required=False
    ),
}
"""Kinds that configure the function; they are not policies."""


def document(kind: kinds.Kind) -> Schema:
    """The schema of a whole policy."""
    shared: dict[str, Schema] = {"targetRefs": TARGET_REFS} if kind.attached else {}
    if kind.routed:
        shared["routes"] = ROUTES
    spec = table(kind.summary, {**shared, **kind.spec}, ["targetRefs"] if kind.attached else [])
    return _object(kind.name, kind.summary, spec, kind.attached)


def spec(kind: kinds.Kind) -> Schema:
    """The schema of a policy's spec."""
    found: Schema = document(kind)["properties"]["spec"]
    return found


class SchemaError(NamedTuple):
    """Where a policy is not as its schema has it."""

    route: Route
    at: At
    message: str


def faults(name: str, value: Any) -> list[SchemaError]:
    """All that the schema of a kind, or of a configuration, has against an object, in the order of routes."""
    found = {SchemaError(route, "value", message) for route, message in expressions.wrong(value, _known(name))}
    if not fits(value, _known(name)):
        # Only for its errors: its import alone takes as long as all else.
        from jsonschema import Draft7Validator

        errors = Draft7Validator(_known(name)).iter_errors(value)
        found |= {fault for error in errors for fault in _faults(error)}
    return sorted(found, key=str)


def of(name: str) -> Schema:
    """The schema of a kind of the group; raises KeyError."""
    return CONFIGS[name] if name in CONFIGS else document(kinds.kind(name))


def every() -> dict[str, Schema]:
    """The schemas of all kinds of the group."""
    return {name: of(name) for name in (*kinds.MODULES, *CONFIGS)}


@cache
def _known(name: str) -> Schema:
    return of(name)


def _faults(error: ValidationError) -> Iterator[SchemaError]:
    route: Route = tuple(error.absolute_path)
    schema: Any = error.schema
    found: Any = error.instance
    word = str(error.validator)
    if word == "additionalProperties":
        known = schema.get("properties", {})
        for key in found if isinstance(found, dict) else ():
            if key not in known:
                hint = did_you_mean(key, known) or f"; expected one of {_listed(known)}"
                yield SchemaError((*route, key), "key", f"unknown field `{key}`{hint}")
    elif word == "required":
        for key in schema["required"]:
            if key not in found:
                yield SchemaError(route, "key", f"`{key}` is missing{_described(schema, key)}")
    elif word == "pattern" and "propertyNames" in error.absolute_schema_path:
        yield SchemaError((*route, found), "key", f"`{found}` is not a valid header name; expected {schema['title']}")
    else:
        yield SchemaError(route, "value", f"found {_shown(found)}, expected {_expected(word, schema, found)}")


def _described(schema: Schema, key: str) -> str:
    words = schema.get("properties", {}).get(key, {}).get("description", "")
    sentence = words.split(". ")[0].rstrip(".")
    return f": {sentence[:1].lower()}{sentence[1:]}" if sentence else ""


_TYPES = {
    "string": "a quoted string",
    "array": "a list",
    "object": "fields with values",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}


def _expected(word: str, schema: Schema, found: Any) -> str:
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema and "title" not in schema:
        words = [str(each) for each in schema["enum"]]
        return f"one of {_listed(words)}" + (did_you_mean(found, words) if isinstance(found, str) else "")
    if word in {"minItems", "uniqueItems"}:
        return "at least one entry" if word == "minItems" else "each entry once"
    if word in {"minProperties", "maxProperties"} and "title" not in schema:
        return f"at least one of {_listed(schema['properties'])}" if "properties" in schema else "at least one entry"
    if "title" in schema:
        return str(schema["title"])
    if word == "type":
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return " or ".join(_TYPES[each] for each in types)
    return "a non-empty string" if word == "minLength" else f"{word} {schema.get(word)}"


def _listed(words: Any) -> str:
    return ", ".join(f"`{each}`" for each in words)


def _shown(value: Any) -> str:
    if isinstance(value, dict) and value:
        return f"the fields {_listed(value)}"
    words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 60 else words[:57] + "…"
