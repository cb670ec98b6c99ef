"""Schemas that OPA's type checker holds Rego rules against: `opa check --strict -s DIR rules/`.

    rego.write(Version.parse("1.20"), "DIR")  →  DIR/manifest.json, DIR/messages.json, DIR/nodes.json

OPA reads types from a schema, not constraints, and knows no pattern for the name of a field. So these describe what
`data.cmesh.lib` hands to rules: messages with every field under its proto name. What protojson takes in several forms,
a number or an enum, has any type. In a map, and below an `Any`, OPA checks nothing.
Source: "Using schemas to enhance the Rego type checker", https://www.openpolicyagent.org/docs/policy-language
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from ..decode.anys import PREFIX
from ..protobuf import wellknown
from ..protobuf.schemas import Field, Schemas, load
from ..terminal import streams
from ..versions import Version
from .messages import TYPE

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_OPEN = ("envoy.extensions.", "envoy.config.", "envoy.type.", "cilium.", "xds.")
"""Packages whose messages can be in an `Any` of a CEC."""


def write(version: Version, folder: str) -> tuple[str, ...]:
    """Write the schemas for a Cilium version into `folder`, and return their paths. Raises OSError."""
    streams.make_folder(folder)
    return tuple(_write(os.path.join(folder, name), schema) for name, schema in schemas(version).items())


def schemas(version: Version) -> dict[str, Schema]:
    """File name → schema: `schema.manifest`, `schema.messages` and `schema.nodes` of an annotation."""
    found = load(version.minor)
    comment = f"made by `cmesh-lint schema export --for-opa --cilium-version {version.text}`"
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "$comment": comment}
    parts = {"manifest": _manifest(), "messages": _messages(found), "nodes": _nodes({})}
    return {f"{name}.json": {**head, **schema} for name, schema in parts.items()}


def _write(path: str, schema: Schema) -> str:
    streams.write_file(path, json.dumps(schema, separators=(",", ":"), sort_keys=True) + "\n")
    return path


def _messages(found: Schemas) -> Schema:
    """Full name of a message → a list of `{"path": …, "type": …, "value": …}`."""
    names = [name for name in found.names() if name.startswith(_OPEN) and found.message(name) is not None]
    lists = {name: _nodes({"$ref": f"#/definitions/{name}"}) for name in names}
    return {**_closed(lists), "definitions": _definitions(found, names)}


def _nodes(value: Schema) -> Schema:
    return _many(_closed({"path": {"type": "array"}, "type": _TEXT, "value": value}))


def _definitions(found: Schemas, names: Iterable[str]) -> dict[str, Schema]:
    """The messages, and all that they lead to."""
    definitions: dict[str, Schema] = {}
    pending = list(names)
    while pending:
        name = pending.pop()
        message = found.message(name)
        if message is None or name in definitions:
            continue
        fields = {field.name: _shaped(field, found) for field in message.by_name.values()}
        definitions[name] = _closed({TYPE: {"type": "string", "description": PREFIX + name}, **fields})
        pending += [field.type for field in message.by_name.values() if _is_message(field, found)]
    return definitions


def _shaped(field: Field, found: Schemas) -> Schema:
    value = _value(field, found)
    if field.shape == "many":
        return _many(value)
    return {"type": "object", "additionalProperties": value} if field.shape == "map" else value


def _value(field: Field, found: Schemas) -> Schema:
    type_ = wellknown.WRAPPERS.get(field.type, field.type)
    if type_ == "bool":
        return {"type": "boolean"}
    if type_ in {"string", "bytes"} or type_ in wellknown.TEXTS:
        return _TEXT
    return {"$ref": f"#/definitions/{type_}"} if _is_message(field, found) else {}


def _is_message(field: Field, found: Schemas) -> bool:
    plain = field.kind == "message" and field.type not in wellknown.SCHEMAS
    return plain and found.message(field.type) is not None


def _manifest() -> Schema:
    texts = {"type": "object", "additionalProperties": _TEXT}
    metadata = _closed(
        {
            **dict.fromkeys(("name", "generateName", "namespace"), _TEXT),
            **dict.fromkeys(("labels", "annotations"), texts),
            "finalizers": _many(_TEXT),
            "ownerReferences": _many({"type": "object"}),
        }
    )
    service = _closed({**dict.fromkeys(("name", "namespace", "listener"), _TEXT), "ports": _many({})})
    backend = _closed({**dict.fromkeys(("name", "namespace"), _TEXT), "number": _many({})})
    spec = _closed(
        {
            "services": _many(service),
            "backendServices": _many(backend),
            "resources": _many({"type": "object"}),
            "nodeSelector": {"type": "object"},
        }
    )
    return _closed({"apiVersion": _TEXT, "kind": _TEXT, "metadata": metadata, "spec": spec})


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _many(items: Schema) -> Schema:
    return {"type": "array", "items": items}
