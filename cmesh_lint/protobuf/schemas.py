"""The schemas of one Cilium release, read lazily from `schemas/protos/`.

    schemas = load("1.20")
    schemas.message("envoy.config.cluster.v3.Cluster").fields["connectTimeout"]

A lookup reads the file of one package and parses the line of one message, so a CEC costs what it uses.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, Literal

from .. import data
from ..tuples import NamedTuple
from ..versions import MINORS
from . import wellknown

LATEST = "latest"
Schema = dict[str, Any]
Shape = Literal["one", "many", "map"]


class Field(NamedTuple):
    """A field of a message."""

    name: str
    """As the proto spells it."""
    type: str
    """A scalar's name (`uint32`), or the full name of a message or an enum; of a map: of its values."""
    kind: Literal["scalar", "enum", "message"]
    shape: Shape
    deprecated: bool
    key: str = "string"
    """Of a map: the scalar of its keys."""


class Enum(NamedTuple):
    """An enum: names in the order of declaration, and what a number is called (the first name with it)."""

    name: str
    values: tuple[str, ...]
    by_number: dict[int, str]
    deprecated: frozenset[str]
    numbers: tuple[int, ...]
    """Of each of `values`; names with the same number are aliases."""


class MessageType:
    """A message of the protos: its fields by either spelling, and the schema of its canonical form."""

    __slots__ = ("_camel", "_schemas", "by_name", "deprecated", "name", "present", "schema", "skipped")

    def __init__(self, name: str, schema: Schema, schemas: Schemas) -> None:
        self.name = name
        self.schema = schema
        """As in the file: what lies in another message or enum is a `$ref` to its full name."""
        self.by_name = {key: _field(key, value) for key, value in schema["properties"].items()}
        self.skipped: frozenset[str] = frozenset(
            field for part in schema.get("allOf", ()) for field in part.get("skipped", ())
        )
        """Fields whose messages protoc-gen-validate passes over."""
        self.present: frozenset[str] = frozenset(_present(schema))
        """Scalar fields whose zero is a value of its own: of a oneof, or `optional`."""
        self.deprecated = frozenset(name for name, field in self.by_name.items() if field.deprecated)
        """Fields that Envoy's API means to drop."""
        self._camel: dict[str, Field] | None = None
        self._schemas = schemas

    @property
    def short(self) -> str:
        """The name without its package: `RouteAction`, `RouteAction.HashPolicy`."""
        return self.name.removeprefix(package_of(self.name) + ".")

    def field(self, spelling: str) -> Field | None:
        """The field that protojson takes `spelling` for: its proto name or its lowerCamelCase name."""
        found = self.by_name.get(spelling)
        if found is None:
            if self._camel is None:
                self._camel = {self.camel(name): field for name, field in self.by_name.items()}
            found = self._camel.get(spelling)
        return found

    def camel(self, name: str) -> str:
        """The lowerCamelCase name of a field, by its proto name."""
        renamed: dict[str, str] = self.schema.get("jsonNames", {})
        return renamed.get(name) or json_name(name)

    def own(self) -> Schema:
        """The schema of this message alone: of a message below it asks only that it is an object."""
        schema = dict(self.schema)
        schema["properties"] = {name: self.shallow(name) for name in schema["properties"]}
        return schema

    def shallow(self, name: str) -> Schema:
        """The part of `own` for the field of that proto name."""
        schema: Schema = self.schema["properties"][name]
        if "$ref" in schema:
            return self._element(schema)
        inner = "items" if schema["type"] == "array" else "additionalProperties"
        shallow = {"type": schema["type"], inner: self._element(schema[inner])}
        if "propertyNames" in schema:
            shallow["propertyNames"] = wellknown.MAP_KEYS[schema["propertyNames"]["$ref"]]
        return shallow

    def _element(self, schema: Schema) -> Schema:
        name = schema["$ref"]
        if "kind" in schema and name not in wellknown.SCHEMAS:
            return {"anyOf": [{"enum": list(self._schemas.enum(name).values)}, wellknown.SCALARS["int32"]]}
        return wellknown.SCHEMAS.get(name, {"type": "object"})


def _present(schema: Schema) -> Iterator[str]:
    yield from schema.get("presence", ())
    for part in schema.get("allOf", ()):
        for member in part.get("oneOf", ())[:-1]:
            yield from member["required"]


def _field(name: str, schema: Schema) -> Field:
    shape: Shape = "one"
    element = schema
    if "$ref" not in schema:
        shape = "many" if schema["type"] == "array" else "map"
        element = schema["items" if shape == "many" else "additionalProperties"]
    type_ = element["$ref"]
    kind: Literal["scalar", "enum", "message"] = "message"
    if type_ in wellknown.SCALARS or type_ in wellknown.WRAPPERS or type_ in wellknown.TEXTS:
        kind = "scalar"
    elif "kind" in element:
        kind = "enum"
    key = schema.get("propertyNames", {}).get("$ref", "string")
    return Field(name, type_, kind, shape, "deprecated" in schema, key)


def json_name(name: str) -> str:
    """protojson's lowerCamelCase of a proto field name."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


class Schemas:
    """Messages and enums of one release, by full name."""

    def __init__(self, minor: str) -> None:
        self.minor = minor
        self._folder = os.path.join(data.folder("schemas"), "protos")
        self._packages: dict[str, dict[str, str]] = {}
        self._messages: dict[str, MessageType | None] = {}
        self._enums: dict[str, Enum] = {}
        self._names: dict[str, list[str]] = {}

    def message(self, name: str) -> MessageType | None:
        """The message of that full name; None where this release does not have it."""
        if name not in self._messages:
            schema = self._schema(name)
            known = schema is not None and "properties" in schema
            self._messages[name] = MessageType(name, schema, self) if schema and known else None
        return self._messages[name]

    def enum(self, name: str) -> Enum:
        """The enum of that full name. Raises KeyError where this release does not have it."""
        if name not in self._enums:
            schema = self._schema(name)
            if schema is None or "enum" not in schema:
                raise KeyError(name)
            by_number: dict[int, str] = {}
            for value, number in zip(schema["enum"], schema["numbers"], strict=True):
                by_number.setdefault(number, value)
            deprecated = frozenset(schema.get("deprecatedValues", ()))
            self._enums[name] = Enum(name, tuple(schema["enum"]), by_number, deprecated, tuple(schema["numbers"]))
        return self._enums[name]

    def has(self, name: str) -> bool:
        """Whether the release knows a message or a well-known type of that full name."""
        return name in wellknown.CUSTOM_IN_ANY or self.message(name) is not None

    def names(self) -> Iterator[str]:
        """The full names of all messages and enums of the release, by package."""
        for file in sorted(os.listdir(self._folder)):
            package = file.removesuffix(".json")
            for name in self._package(package):
                yield f"{package}.{name}"

    def like(self, name: str) -> list[str]:
        """The full names in the same package, and those of the same last word in others; in capitals or not."""
        if not self._names:
            for each in self.names():
                for key in _halves(each):
                    self._names.setdefault(key, []).append(each)
        return [each for key in _halves(name) for each in self._names.get(key, ())]

    def is_part(self, name: str) -> bool:
        """Whether some message of the same package has a field of that message."""
        package = package_of(name)
        others = (self.message(f"{package}.{other}") for other in self._package(package)) if package else ()
        return any(field.type == name for other in others if other is not None for field in other.by_name.values())

    def _schema(self, name: str) -> Schema | None:
        package = package_of(name)
        text = self._package(package).get(name[len(package) + 1 :]) if package else None
        if text is None:
            return None
        schema: Schema = json.loads(text)
        return schema

    def _package(self, package: str) -> dict[str, str]:
        if package not in self._packages:
            self._packages[package] = self._read(package)
        return self._packages[package]

    def _read(self, package: str) -> dict[str, str]:
        try:
            with open(os.path.join(self._folder, f"{package}.json"), encoding="utf-8") as file:
                lines = file.read().split("\n")
        except (OSError, ValueError):
            return {}
        found: dict[str, str] = {}
        for line in lines[2:-2]:
            key, _, text = line.partition('": ')
            name, _, minors = key[1:].partition("@")
            if self.minor in minors.split(","):
                found[name] = text.removesuffix(",")
        return found


def package_of(name: str) -> str:
    """The proto package of a full name: everything before the first word in upper case."""
    words = name.split(".")
    for index, word in enumerate(words):
        if word[:1].isupper():
            return ".".join(words[:index])
    return ""


def _halves(name: str) -> tuple[str, str]:
    package, _, word = name.lower().rpartition(".")
    return f"{package}.", word


_LOADED: dict[str, Schemas] = {}


def load(minor: str) -> Schemas:
    """The schemas for a Cilium minor (`1.20`) or `latest`. Raises KeyError for another word."""
    if minor not in (*MINORS, LATEST):
        raise KeyError(minor)
    if minor not in _LOADED:
        _LOADED[minor] = Schemas(minor)
    return _LOADED[minor]


def releases() -> dict[str, str]:
    """The release that each minor's schemas were made from: `{"1.20": "1.20.2", …, "latest": "…"}`."""
    with open(os.path.join(data.folder("schemas"), "releases.json"), encoding="utf-8") as file:
        made: dict[str, str] = json.load(file)
    return {minor: release for minor, release in made.items() if not minor.startswith("$")}
