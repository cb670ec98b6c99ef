"""A Cilium version → JSON Schemas (draft-07) of CiliumEnvoyConfig and CiliumClusterwideEnvoyConfig, for other tools.

    export.write(Version.parse("1.20"), "DIR")  →  DIR/cilium.io/ciliumenvoyconfig_v2.json, …

They take JSON as people write it: what the agent's protojson takes, in every spelling. They say less than the linter:
draft-07 cannot, for instance, compare numbers in strings. Described are the five kinds of resources, all that their
fields lead to, and the messages that configure an extension; another message that the agent knows may be in an
`Any` with anything in it.
"""

from __future__ import annotations

import json
import os
from typing import Any

from ..decode.anys import TOP
from ..protobuf.schemas import load, releases
from ..terminal import streams
from ..versions import Version
from . import anys, crd, places, values
from .messages import Messages
from .texts import Texts

Schema = dict[str, Any]


def write(version: Version, folder: str) -> tuple[str, ...]:
    """Write the schemas for a Cilium version below `folder`, and return their paths. Raises OSError."""
    written = []
    for path, text in files(version).items():
        target = os.path.join(folder, path)
        streams.make_folder(os.path.dirname(target))
        streams.write_file(target, text)
        written.append(target)
    return tuple(written)


def files(version: Version) -> dict[str, str]:
    """Path below the folder → the schema's text."""
    definitions = _definitions(version)
    return {
        f"cilium.io/{kind.name.lower()}_v2.json": _rendered(_schema(kind, version), definitions) for kind in crd.KINDS
    }


def _definitions(version: Version) -> dict[str, Schema]:
    schemas = load(version.minor)
    known = places.load(schemas)
    described = (*TOP, *known.configurations())
    messages = Messages(schemas, known, Texts(), described)
    messages.build(described)
    taken = sorted(messages.anys)
    return {**values.SHARED, **messages.definitions, **anys.definitions(schemas, known, described, taken)}


def _schema(kind: crd.ExportedKind, version: Version) -> Schema:
    release = releases().get(version.minor, version.minor)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": f"made by `cmesh-lint schema export --cilium-version {version.text}` from Cilium {release}",
        "title": kind.name,
        **crd.envelope(kind, version, anys.resources()),
    }


def _rendered(schema: Schema, definitions: dict[str, Schema]) -> str:
    """Sorted and compact, with one definition a line so that two releases can be compared."""
    parts = {**{key: _json(value) for key, value in schema.items()}, "definitions": _lines(definitions)}
    return "{\n" + ",\n".join(f"{_json(key)}:{parts[key]}" for key in sorted(parts)) + "\n}\n"


def _lines(definitions: dict[str, Schema]) -> str:
    return "{\n" + ",\n".join(f"{_json(name)}:{_json(definitions[name])}" for name in sorted(definitions)) + "\n}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
