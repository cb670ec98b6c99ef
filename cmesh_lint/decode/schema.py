"""The schema judge: each message against the schema of its type, one cause one problem.

jsonschema-rs judges the canonical form of one message at a time, so a message costs what its own fields cost, and a
failed branch has no siblings to print. What it finds is told by `decoding` (the agent's protojson) or `validating`
(protoc-gen-validate).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..finding import Problem
from ..places import Route
from ..protobuf import canonical, wellknown
from ..protobuf.schemas import Field, MessageType, Schemas
from ..protobuf.walk import Message, payload_type
from . import anys, certain, decoding

Path = tuple[Any, ...]
_FEW = 300
"""Messages: as many are checked without the engine, where they are certainly valid, before it is worth loading."""


class SchemaChecker:
    """Judges messages of one release. The validators are compiled when a message first needs them."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._validators: dict[str, Any] = {}
        self._keywords: dict[str, type] = {}
        self._seen = 0
        """Messages that were checked, up to _FEW."""

    def check(self, message: Message) -> Iterator[Problem]:
        """Everything wrong with this message; what lies below it comes with its own turn."""
        if message.type == wellknown.ANY:
            yield from anys.problems(message, self._schemas)
            yield from self._check_well_known(message)
            return
        if message.schema is None:
            return
        if message.doubled:
            yield from decoding.duplicate(message)
        if not message.schema.deprecated.isdisjoint(message.keys):
            from . import deprecation

            yield from deprecation.deprecated_fields(message, message.schema)
        if self._seen < _FEW:
            self._seen += 1
            if certain.is_certainly_valid(message.schema, message.fields):
                return
        validator = self.validator(message.schema)
        if not validator.is_valid(message.fields):
            yield from self._explain(message, message.schema, validator)

    def validator(self, type_: MessageType) -> Any:
        """The compiled schema of a message alone."""
        return self._validators.get(type_.name) or self._compiled(type_.name, type_.own())

    def _compiled(self, name: str, schema: dict[str, Any]) -> Any:
        import jsonschema_rs

        if not self._keywords:
            from ..protobuf.keywords import rust_keywords

            self._keywords = rust_keywords()
        self._validators[name] = jsonschema_rs.Draft202012Validator(schema, keywords=self._keywords)
        return self._validators[name]

    def _check_well_known(self, message: Message) -> Iterator[Problem]:
        """The `value` of a well-known type in an `Any`."""
        name = payload_type(message.value)
        if name not in wellknown.CUSTOM_IN_ANY or "value" not in message.value:
            return
        field = Field("value", name, "scalar", "one", deprecated=False)
        written = message.value["value"]
        value = canonical.scalar(field, written, self._schemas)
        if certain.is_certainly_value(name, value):
            return
        validator = self._validators.get(name) or self._compiled(name, wellknown.SCHEMAS[name])
        if not validator.is_valid(value):
            yield decoding.wrong_payload(written, field, (*message.route, "value"), self._schemas)

    def _explain(self, message: Message, schema: MessageType, validator: Any) -> Iterator[Problem]:
        errors = [(tuple(e.schema_path), tuple(e.instance_path)) for e in validator.iter_errors(message.fields)]
        seen: set[tuple[str, Route]] = set()
        undecoded = {path[0] for where, path in errors if where[0] == "properties" and path}
        for where, path in errors:
            constrained = where[0] == "allOf" and path and path[0] in undecoded
            if constrained:
                continue
            for each in self._problems(message, schema, where, path):
                if (each.rule, (*each.route, each.message)) not in seen:
                    seen.add((each.rule, (*each.route, each.message)))
                    yield each

    def _problems(self, message: Message, schema: MessageType, where: Path, path: Path) -> Iterator[Problem]:
        if where[0] == "properties":
            field = schema.by_name[where[1]]
            if where[2:3] == ("propertyNames",):
                yield from decoding.map_keys(message, field)
            else:
                yield from decoding.wrong_value(message, field, path[1:], self._schemas)
        elif where[0] == "allOf":
            yield from self._part(message, schema.schema["allOf"][where[1]], where[2:], path)
        else:
            yield from decoding.unknown_fields(message, self._schemas)

    def _part(self, message: Message, part: dict[str, Any], where: Path, path: Path) -> Iterator[Problem]:
        from . import validating

        title: str = part["title"]
        if title.startswith("oneof "):
            members = [each["required"][0] for each in part["oneOf"][:-1]]
            yield from decoding.oneof_conflict(message, title.removeprefix("oneof "), members)
        elif message.unvalidated:
            return
        elif title.startswith("required oneof "):
            members = [each["required"][0] for each in part["anyOf"]]
            if decoding.suggestion(message).isdisjoint(members):
                yield validating.missing_oneof(message, title.removeprefix("required oneof "), members)
        elif where[0] == "required":
            missed = decoding.suggestion(message)
            yield from validating.missing_fields(message, [name for name in part["required"] if name not in missed])
        else:
            limit: Any = part
            for step in where:
                limit = limit[step]
            name, steps = path[0], path[1:]
            yield validating.broken(message, name, where[-1], limit, steps)
