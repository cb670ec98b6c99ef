"""The deep form of a message: what protojson would write for what somebody wrote, with the protos' names.

A message has one deep form however it is spelt: fields by their proto names, what is not set left out, numbers as
numbers (64 bits too), enums by name, durations with no more digits than needed, bytes in standard base64. It is plain
data of its own, so whoever made it may change it. Only what protojson accepts has one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from ..protobuf import canonical, durations, wellknown
from ..protobuf.schemas import Field, MessageType, Schemas
from ..protobuf.walk import TYPE, payload_type
from . import texts

Json = Any
Convert = Callable[[Json], Json]
Step = tuple[str, Convert, Json]
"""Of a field: its proto name, how its value is made, and the value that is the same as nothing."""
_UNEQUALLED = object()
"""Where every value is something."""


class Deep:
    """Deep forms by the schemas of one release. It keeps how types are read, and nothing of what it read."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._steps: dict[str, dict[str, Step]] = {}

    def any(self, value: dict[str, Json]) -> dict[str, Json]:
        """The deep form of an `Any`; the empty one is an empty object."""
        if TYPE not in value:
            return {}
        type_ = payload_type(value)
        if type_ in wellknown.CUSTOM_IN_ANY:
            return {TYPE: value[TYPE], "value": self._well_known(type_)(value.get("value", {}))}
        fields = self.message(type_, {key: each for key, each in value.items() if key != TYPE})
        return {TYPE: value[TYPE], **fields}

    def message(self, type_: str, value: dict[str, Json]) -> dict[str, Json]:
        """The deep form of a message of that full name."""
        steps = self._steps.get(type_) or self._read(type_)
        found: dict[str, Json] = {}
        for key, written in value.items():
            name, convert, nothing = steps[key]
            if written is None and convert is not _value:
                continue
            made = convert(written)
            # A bool is an int in Python, and a negative zero is not nothing.
            if made != nothing or type(made) is not type(nothing):
                found[name] = made
        return found

    def _read(self, type_: str) -> dict[str, Step]:
        schema = self._schemas.message(type_)
        if schema is None:
            raise KeyError(type_)
        steps: dict[str, Step] = {}
        for field in schema.by_name.values():
            step = (field.name, self._convert(field), self._nothing(field, schema))
            steps[field.name] = steps[schema.camel(field.name)] = step
        self._steps[type_] = steps
        return steps

    def _nothing(self, field: Field, schema: MessageType) -> Json:
        if field.shape != "one":
            return [] if field.shape == "many" else {}
        if field.name in schema.present:
            return _UNEQUALLED
        if field.kind == "enum" and field.type not in wellknown.SCHEMAS:
            return self._schemas.enum(field.type).by_number.get(0, _UNEQUALLED)
        return _ZEROS.get(field.type, _UNEQUALLED)

    def _convert(self, field: Field) -> Convert:
        one = self._one(field)
        if field.shape == "many":
            return lambda many: [one(each) for each in many]
        if field.shape == "map" and field.key in {"string", "bool"}:
            return lambda many: {key: one(each) for key, each in many.items()}
        if field.shape == "map":
            return lambda many: {str(int(key)): one(each) for key, each in many.items()}
        return one

    def _one(self, field: Field) -> Convert:
        type_ = field.type
        if type_ in wellknown.SCHEMAS:
            return self._well_known(type_)
        if field.kind == "enum":
            return self._enum(type_)
        return lambda value: self.message(type_, value)

    def _well_known(self, type_: str) -> Convert:
        return self.any if type_ == wellknown.ANY else _CONVERTS[wellknown.WRAPPERS.get(type_, type_)]

    def _enum(self, type_: str) -> Convert:
        enum = self._schemas.enum(type_)
        names = {name: enum.by_number[number] for name, number in zip(enum.values, enum.numbers, strict=True)}

        def convert(value: Json) -> Json:
            return names[value] if isinstance(value, str) else enum.by_number.get(int(value), int(value))

        return convert


def _as_written(value: Json) -> Json:
    return value


def _integer(value: Json) -> Json:
    return canonical.number("int64", value) if isinstance(value, str) else int(value)


def _double(value: Json) -> Json:
    if value in _NO_NUMBERS:
        return value
    number = float(value)
    whole = number.is_integer() and (number or str(number) == "0.0")
    return int(number) if whole else number


def _float(value: Json) -> Json:
    return value if value in _NO_NUMBERS else _double(struct.unpack("f", struct.pack("f", float(value)))[0])


_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")


def _duration(value: str) -> str:
    total = durations.nanoseconds(value)
    return value if total is None else durations.spell(total)


def _value(value: Json) -> Json:
    """Free JSON, in which every number is a double."""
    if isinstance(value, dict):
        return {key: _value(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_value(each) for each in value]
    return _double(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _struct(value: Json) -> Json:
    return _value(value)


_CONVERTS: dict[str, Convert] = {
    "string": _as_written,
    "bool": _as_written,
    "bytes": texts.base64_bytes,
    **dict.fromkeys(("int32", "uint32", "int64", "uint64"), _integer),
    "double": _double,
    "float": _float,
    wellknown.DURATION: _duration,
    "google.protobuf.Timestamp": texts.time,
    "google.protobuf.FieldMask": _as_written,
    "google.protobuf.Struct": _struct,
    "google.protobuf.ListValue": _struct,
    wellknown.VALUE: _value,
    "google.protobuf.NullValue": lambda _: None,
    wellknown.EMPTY: _struct,
}
_ZEROS: dict[str, Json] = {
    "string": "",
    "bytes": "",
    "bool": False,
    **dict.fromkeys(("int32", "uint32", "int64", "uint64", "double", "float"), 0),
}
