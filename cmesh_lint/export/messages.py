"""Messages as draft-07 definitions: every field in both spellings, oneofs, and what protoc-gen-validate requires."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..protobuf import wellknown
from ..protobuf.schemas import Field, MessageType, Schemas, package_of
from . import values
from .places import Places
from .rules import FieldRules
from .texts import Texts

Schema = dict[str, Any]
TYPE = "@type"
DEPRECATED = "deprecated in Envoy's API"


class WantedMessages(NamedTuple):
    """A definition that something refers to."""

    type: str
    categories: tuple[str, ...] = ()
    """What may be in the `Any` fields of the message, where the field above says so."""

    @property
    def name(self) -> str:
        """The key among the definitions."""
        return taking(self.type, self.categories)


class Messages:
    """Builds definitions of messages, and of the enums and messages that they refer to."""

    def __init__(self, schemas: Schemas, places: Places, texts: Texts, payloads: Iterable[str]) -> None:
        self._schemas = schemas
        self._places = places
        self._texts = texts
        self._payloads = frozenset(payloads)
        """The messages that are described where they are in an `Any`."""
        self._pending: list[WantedMessages] = []
        self.definitions: dict[str, Schema] = {}
        self.anys: set[tuple[str, ...]] = set()
        """The categories of the `Any`s that were referred to."""

    def build(self, types: Iterable[str]) -> None:
        """Define these messages and all that they lead to."""
        self._pending = [WantedMessages(type_) for type_ in types]
        while self._pending:
            wanted = self._pending.pop()
            if wanted.name not in self.definitions:
                self.definitions[wanted.name] = self._define(wanted)

    def _define(self, wanted: WantedMessages) -> Schema:
        message = self._message(wanted.type)
        rules = FieldRules(message)
        schema: Schema = {"type": ["object", "null"], "additionalProperties": False}
        self._describe(schema, wanted.type)
        fields = {name: self._field(wanted, field, rules) for name, field in message.by_name.items()}
        # protoc-gen-validate passes over them, so the constraints of what they hold do not count.
        fields |= {name: {"type": ["object", "null"]} for name in message.skipped}
        schema["properties"] = {name: self._described(wanted.type, name, each) for name, each in fields.items()}
        if wanted.type in self._payloads:
            schema["properties"][TYPE] = True
        camels = _camels(message, fields)
        if camels:
            schema["patternProperties"] = camels
        parts = [*rules.required(), *rules.oneofs(), *rules.once()]
        if parts:
            schema["allOf"] = parts
        return schema

    def _message(self, type_: str) -> MessageType:
        message = self._schemas.message(type_)
        if message is None:
            raise KeyError(type_)
        return message

    def _describe(self, schema: Schema, type_: str, field: str = "") -> None:
        """What an editor shows: the name of a message or enum, and the text of it or of its field."""
        package = package_of(type_)
        short = type_.removeprefix(package + ".")
        if not field:
            schema["title"] = short
        text = self._texts.of(package, short, field)
        if text:
            schema["description"] = text

    def _described(self, type_: str, name: str, schema: Schema) -> Schema:
        described = dict(schema)
        self._describe(described, type_, name)
        return described

    def _field(self, wanted: WantedMessages, field: Field, rules: FieldRules) -> Schema:
        schema = self._shape(wanted, field, rules)
        if not field.deprecated:
            return schema
        # Beside a bare `$ref` it would be ignored.
        return {**({"allOf": [schema]} if "$ref" in schema else schema), "deprecationMessage": DEPRECATED}

    def _shape(self, wanted: WantedMessages, field: Field, rules: FieldRules) -> Schema:
        nullable = field.name not in rules.must
        limit = rules.limits.get(field.name, {})
        categories = self._places.taking(f"{wanted.type}.{field.name}")
        if field.type == wellknown.ANY:
            categories = wanted.categories or categories
        if field.shape == "many":
            return self._list(field, nullable, limit, categories)
        if field.shape == "map":
            return self._map(field, nullable, limit, categories)
        return self._value(field, nullable, limit, categories)

    def _list(self, field: Field, nullable: bool, limit: Schema, categories: tuple[str, ...]) -> Schema:
        return {
            "type": ["array", "null"] if nullable else "array",
            "items": self._value(field, False, limit.get("items", {}), categories),
            **{key: limit[key] for key in ("minItems", "maxItems", "uniqueItems") if key in limit},
        }

    def _map(self, field: Field, nullable: bool, limit: Schema, categories: tuple[str, ...]) -> Schema:
        names = {**wellknown.MAP_KEYS[field.key], **limit.get("propertyNames", {})}
        return {
            "type": ["object", "null"] if nullable else "object",
            "additionalProperties": self._value(field, False, limit.get("additionalProperties", {}), categories),
            **({"propertyNames": names} if names else {}),
            **{key: limit[key] for key in ("minProperties", "maxProperties") if key in limit},
        }

    def _value(self, field: Field, nullable: bool, limit: Schema, categories: tuple[str, ...]) -> Schema:
        type_ = field.type
        if type_ == wellknown.ANY:
            self.anys.add(categories)
            return values.refer(taking(type_, categories), ("object",), nullable)
        if type_ in wellknown.SCHEMAS:
            return values.scalar(type_, nullable, limit)
        if field.kind == "enum":
            return self._enum(type_, nullable, limit)
        message = self._message(type_)
        holds_any = any(each.type == wellknown.ANY for each in message.by_name.values())
        below = WantedMessages(type_, categories if holds_any else ())
        self._pending.append(below)
        alone = {"not": {"type": "object", "required": [TYPE]}} if type_ in self._payloads else {}
        return values.refer(below.name, ("object",), nullable, alone)

    def _enum(self, type_: str, nullable: bool, limit: Schema) -> Schema:
        found = self._schemas.enum(type_)
        name, schema = values.enum_value(found, nullable, limit)
        if name not in self.definitions:
            self.definitions[name] = values.enum(found, "type" in limit)
            self._describe(self.definitions[name], type_)
        return schema


def taking(type_: str, categories: tuple[str, ...]) -> str:
    """The definition of an `Any`, or of a message with one, that takes extensions of these categories."""
    return f"{type_}:{','.join(categories)}" if categories else type_


def _camels(message: MessageType, fields: dict[str, Schema]) -> dict[str, Schema]:
    """The lowerCamelCase names as patterns, one for all fields with the same schema.

    Editors offer no patterns, so they complete one spelling; and kubeconform's engine needs a time that grows with the
    square of the number of schemas.
    """
    alike: dict[str, list[str]] = {}
    for name, schema in fields.items():
        camel = message.camel(name)
        if camel != name:
            alike.setdefault(json.dumps(schema, sort_keys=True), []).append(camel)
    return {f"^({'|'.join(sorted(names))})$": json.loads(schema) for schema, names in alike.items()}
