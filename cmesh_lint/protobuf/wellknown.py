"""Scalars and the types of google.protobuf that have a JSON form of their own, as schemas of the canonical form.

Source: the ProtoJSON mapping, https://protobuf.dev/programming-guides/json/, and what Go's protojson does with it.
"""

from __future__ import annotations

import re
from typing import Any

Schema = dict[str, Any]

_FLOAT_MAX = 3.4028234663852886e38


def _integer(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _number(**bounds: float) -> Schema:
    return {"anyOf": [{"type": "number", **bounds}, {"const": "NaN"}]}


SCALARS: dict[str, Schema] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "base64": True},
    "int32": _integer(-(2**31), 2**31 - 1),
    "uint32": _integer(0, 2**32 - 1),
    "int64": _integer(-(2**63), 2**63 - 1),
    "uint64": _integer(0, 2**64 - 1),
    "double": _number(),
    "float": _number(minimum=-_FLOAT_MAX, maximum=_FLOAT_MAX),
}

_WHOLE = {"pattern": "^-?(0|[1-9][0-9]*)$"}
MAP_KEYS: dict[str, Schema] = {
    "string": {},
    "bool": {"enum": ["true", "false"]},
    **dict.fromkeys(("int32", "uint32", "int64", "uint64"), _WHOLE),
}
"""What a key of a map looks like in JSON, by its scalar."""


def is_map_key(scalar: str, key: str) -> bool:
    """Whether protojson takes `key` for a map whose keys are of that scalar."""
    schema = MAP_KEYS[scalar]
    if "enum" in schema:
        return key in schema["enum"]
    return "pattern" not in schema or re.search(schema["pattern"], key) is not None


WRAPPERS = {
    "google.protobuf.BoolValue": "bool",
    "google.protobuf.BytesValue": "bytes",
    "google.protobuf.StringValue": "string",
    "google.protobuf.DoubleValue": "double",
    "google.protobuf.FloatValue": "float",
    "google.protobuf.Int32Value": "int32",
    "google.protobuf.Int64Value": "int64",
    "google.protobuf.UInt32Value": "uint32",
    "google.protobuf.UInt64Value": "uint64",
}

ANY = "google.protobuf.Any"
DURATION = "google.protobuf.Duration"
VALUE = "google.protobuf.Value"
OPEN: dict[str, Schema] = {  # free JSON inside: nothing below is a message of a schema
    "google.protobuf.Struct": {"type": "object"},
    "google.protobuf.ListValue": {"type": "array"},
    VALUE: {},
    "google.protobuf.NullValue": {"enum": ["NULL_VALUE", 0]},
}
TEXTS: dict[str, Schema] = {
    DURATION: {"type": "string", "duration": True},
    "google.protobuf.Timestamp": {"type": "string", "timestamp": True},
    "google.protobuf.FieldMask": {"type": "string", "pattern": "^([a-zA-Z0-9.]+(,[a-zA-Z0-9.]+)*)?$"},
}
EMPTY = "google.protobuf.Empty"

SCHEMAS: dict[str, Schema] = {
    **SCALARS,
    **{name: SCALARS[scalar] for name, scalar in WRAPPERS.items()},
    **OPEN,
    **TEXTS,
    EMPTY: {"type": "object", "maxProperties": 0},
    ANY: {"type": "object"},
}
"""By the name that a `$ref` gives."""

_NOT_LINKED = {"google.protobuf.NullValue", "google.protobuf.FieldMask"}
"""An enum, and a message that no agent links."""
CUSTOM_IN_ANY = frozenset({*WRAPPERS, *OPEN, *TEXTS, ANY, EMPTY}) - _NOT_LINKED
"""Messages whose JSON inside an Any is under `value`."""
