"""Writes `schemas/protos/`: one JSON Schema for every message and enum of every release.

    python -m cmesh_lint.generate.schemas DESCRIPTORS

DESCRIPTORS is the folder that `cmesh_lint.generate.descriptors` fills. A file holds one proto package. In it every
line is a message or enum in one shape: `"Cluster@1.14,1.15": {…}` is what `Cluster` looked like in Cilium 1.14 and
1.15, so what did not change is stored once, and a reader finds a message without parsing the rest.

The shape of a message, in words of JSON Schema 2020-12:

    properties            how the agent's protojson decodes each field; `$ref` names a scalar, a message or
                          (`kind`) an enum
    additionalProperties  false
    presence              the scalars beyond those of a oneof below whose zero is not the same as nothing
    allOf                 `oneof X`: at most one member is set (also protojson);
                          `constraints` and `required oneof X`: what protoc-gen-validate checks after decoding

It checks the canonical form: proto names, no nulls, numbers for numbers (`cmesh_lint.protobuf.walk` makes it).
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, OneofDescriptor

from ..versions import LATEST
from .constraints import Constraint, constraint
from .protos import Protos, load

COMMAND = "make schemas"
SCALARS = {
    FieldDescriptor.TYPE_STRING: "string",
    FieldDescriptor.TYPE_BYTES: "bytes",
    FieldDescriptor.TYPE_BOOL: "bool",
    FieldDescriptor.TYPE_DOUBLE: "double",
    FieldDescriptor.TYPE_FLOAT: "float",
    FieldDescriptor.TYPE_INT32: "int32",
    FieldDescriptor.TYPE_SINT32: "int32",
    FieldDescriptor.TYPE_SFIXED32: "int32",
    FieldDescriptor.TYPE_UINT32: "uint32",
    FieldDescriptor.TYPE_FIXED32: "uint32",
    FieldDescriptor.TYPE_INT64: "int64",
    FieldDescriptor.TYPE_SINT64: "int64",
    FieldDescriptor.TYPE_SFIXED64: "int64",
    FieldDescriptor.TYPE_UINT64: "uint64",
    FieldDescriptor.TYPE_FIXED64: "uint64",
}
Schema = dict[str, Any]
Shapes = dict[tuple[str, str], Schema]
"""(package, name within it) → schema."""
Packages = dict[str, dict[str, dict[str, str]]]
"""package → name within it → schema as JSON text → the releases that have it, joined by commas."""


class ReleaseSchemas(NamedTuple):
    """One descriptor set: a Cilium minor (or `latest`) and where its dump lies."""

    minor: str
    path: Path


class Tally(NamedTuple):
    """How the rules of protoc-gen-validate were carried into schemas."""

    fields: Counter[str]
    """Kind of rule (`string.min_len`) → number of fields that have it."""


def releases(folder: Path) -> tuple[ReleaseSchemas, ...]:
    """The dumps in `folder`, oldest Cilium first, `latest` last."""
    found = [
        ReleaseSchemas(path.name.removeprefix("cilium-").removesuffix(".binpb.gz"), path)
        for path in folder.glob("*.binpb.gz")
    ]
    return tuple(sorted(found, key=lambda release: _age(release.minor)))


def _age(minor: str) -> tuple[int, ...]:
    return (9999,) if minor == "latest" else tuple(map(int, minor.split(".")))


def shapes(protos: Protos, tally: Counter[str]) -> Iterator[tuple[str, str, Schema]]:
    """(package, name within the package, schema) of every message and enum of a release."""
    for message in protos.messages():
        if message.full_name not in WELL_KNOWN:
            yield *_home(message), message_schema(protos, message, tally)
    for enum in protos.enums():
        if enum.full_name not in WELL_KNOWN:
            yield *_home(enum), enum_schema(enum)


WELL_KNOWN = {
    f"google.protobuf.{name}"
    for name in (
        "Any",
        "Duration",
        "Timestamp",
        "FieldMask",
        "Struct",
        "Value",
        "ListValue",
        "NullValue",
        "Empty",
        "BoolValue",
        "BytesValue",
        "StringValue",
        "DoubleValue",
        "FloatValue",
        "Int32Value",
        "Int64Value",
        "UInt32Value",
        "UInt64Value",
    )
}
"""Types with a JSON form of their own: they are written by hand, in `cmesh_lint.protobuf.wellknown`."""


FILLED_BY_THE_AGENT = {
    "envoy.extensions.filters.network.http_connection_manager.v3.Rds": ("config_source",),
}
"""Fields that Envoy's API requires and the agent writes where they are missing.

Source: cec_resource_parser.go of Cilium, which gives each `rds` without one its own source of configuration.
"""


def _home(described: Descriptor | EnumDescriptor) -> tuple[str, str]:
    package = described.file.package
    return package, described.full_name.removeprefix(package + ".")


def enum_schema(enum: EnumDescriptor) -> Schema:
    """Names in the order of declaration, with the number of each beside them."""
    schema: Schema = {
        "enum": [value.name for value in enum.values],
        "numbers": [value.number for value in enum.values],
    }
    deprecated = [value.name for value in enum.values if value.GetOptions().deprecated]
    if deprecated:
        schema["deprecatedValues"] = deprecated
    return schema


def message_schema(protos: Protos, message: Descriptor, tally: Counter[str]) -> Schema:
    """The schema of a message, in the shape that the module describes."""
    schema: Schema = {
        "type": "object",
        "properties": {field.name: _field(field) for field in message.fields},
        "additionalProperties": False,
    }
    renamed = {f.name: f.json_name for f in message.fields if f.json_name != _camel(f.name)}
    if renamed:
        schema["jsonNames"] = renamed
    presence = [field.name for field in message.fields if _has_presence_alone(field)]
    if presence:
        schema["presence"] = presence
    oneofs = [oneof for oneof in message.oneofs if not _synthetic(oneof)]
    parts = [_at_most_one(oneof) for oneof in oneofs if len(oneof.fields) > 1]
    if not protos.unchecked(message):
        parts += _constraints(protos, message, tally)
        parts += [_at_least_one(oneof) for oneof in oneofs if protos.required(oneof)]
        tally["oneof.required"] += sum(1 for oneof in oneofs if protos.required(oneof))
    if parts:
        schema["allOf"] = parts
    return schema


def _has_presence_alone(field: FieldDescriptor) -> bool:
    """Whether the field is a scalar that can be set to zero: `optional`, or alone in its oneof."""
    if field.message_type is not None or not field.has_presence:
        return False
    return field.containing_oneof is None or len(field.containing_oneof.fields) == 1


def _synthetic(oneof: OneofDescriptor) -> bool:
    """Whether the oneof only stands for a proto3 `optional` field."""
    return len(oneof.fields) == 1 and oneof.name == f"_{oneof.fields[0].name}"


def _at_most_one(oneof: OneofDescriptor) -> Schema:
    names = [field.name for field in oneof.fields]
    none = {"properties": dict.fromkeys(names, False)}
    return {"title": f"oneof {oneof.name}", "oneOf": [*({"required": [name]} for name in names), none]}


def _at_least_one(oneof: OneofDescriptor) -> Schema:
    members = [{"required": [field.name]} for field in oneof.fields]
    return {"title": f"required oneof {oneof.name}", "anyOf": members}


def _constraints(protos: Protos, message: Descriptor, tally: Counter[str]) -> list[Schema]:
    found = {field.name: _constraint(protos, field, tally) for field in message.fields}
    properties = {name: each.schema for name, each in found.items() if each.schema}
    filled = FILLED_BY_THE_AGENT.get(message.full_name, ())
    required = [name for name, each in found.items() if each.required and name not in filled]
    skipped = [name for name, each in found.items() if each.skipped]
    if not properties and not required and not skipped:
        return []
    part: Schema = {"title": "constraints"}
    if properties:
        part["properties"] = properties
    if required:
        part["required"] = required
    if skipped:
        part["skipped"] = skipped
    return [part]


def _constraint(protos: Protos, field: FieldDescriptor, tally: Counter[str]) -> Constraint:
    found = constraint(field, protos.rules(field))
    tally.update(found.carried)
    return found


def _field(field: FieldDescriptor) -> Schema:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        entry = field.message_type.fields_by_name
        schema: Schema = {"type": "object", "additionalProperties": _element(entry["value"])}
        if _type(entry["key"]) != "string":
            schema["propertyNames"] = _element(entry["key"])
    elif field.is_repeated:
        schema = {"type": "array", "items": _element(field)}
    else:
        schema = _element(field)
    if field.GetOptions().deprecated:
        schema["deprecated"] = True
    return schema


def _element(field: FieldDescriptor) -> Schema:
    reference = {"$ref": _type(field)}
    return {**reference, "kind": "enum"} if field.enum_type is not None else reference


def _type(field: FieldDescriptor) -> str:
    if field.message_type is not None:
        return str(field.message_type.full_name)
    if field.enum_type is not None:
        return str(field.enum_type.full_name)
    return SCALARS[field.type]


def _camel(name: str) -> str:
    """protojson's name of a field: letters after an underscore are upper-cased."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def collect(found: tuple[ReleaseSchemas, ...]) -> tuple[Packages, dict[str, Counter[str]]]:
    """All shapes of all releases, equal ones joined; and how many fields carry each kind of rule, by release."""
    packages: Packages = defaultdict(lambda: defaultdict(dict))
    tallies: dict[str, Counter[str]] = {}
    before: Shapes = {}
    for release in found:
        tally: Counter[str] = Counter()
        now = {(package, name): schema for package, name, schema in shapes(load(release.path), tally)}
        if release.minor == LATEST:
            now = overlaid(now, before)
        for (package, name), schema in now.items():
            variants = packages[package][name]
            text = json.dumps(schema, separators=(",", ":"), ensure_ascii=False)
            variants[text] = f"{variants[text]},{release.minor}" if text in variants else release.minor
        tallies[release.minor], before = tally, now
    return packages, tallies


def overlaid(latest: Shapes, newest: Shapes) -> Shapes:
    """`latest` with all that the newest Cilium has: xds-protos is released apart, and may lag behind it."""
    lagging = {key: schema for key, schema in newest.items() if key not in latest or _lags(latest[key], schema)}
    return {**latest, **lagging}


def _lags(schema: Schema, other: Schema) -> bool:
    """Whether the other shape of a message or enum has all that this one has, and more."""
    if "enum" in schema or "enum" in other:
        return set(schema.get("enum", ())) < set(other.get("enum", ()))
    return set(schema["properties"]) < set(other["properties"])


def write(packages: Packages, folder: Path) -> None:
    """One file a package; what an earlier run left and this one does not make is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{package}.json" for package in packages}
    for old in folder.glob("*.json"):
        if old.name not in wanted:
            old.unlink()
    for package, names in packages.items():
        lines = [f'"$comment": "{package}; made by `{COMMAND}`, never edited"']
        for name, variants in sorted(names.items()):
            lines += [f"{json.dumps(f'{name}@{minors}')}: {text}" for text, minors in variants.items()]
        (folder / f"{package}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def write_releases(found: tuple[ReleaseSchemas, ...], pins: dict[str, str], path: Path) -> None:
    """`releases.json`: which pinned release each minor's schemas were made from."""
    made = {"$comment": f"made by `{COMMAND}`, never edited"}
    made.update({release.minor: pins.get(release.minor, release.minor) for release in found})
    path.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


def rule_table(tallies: dict[str, Counter[str]]) -> str:
    """The page that counts every kind of rule: on how many fields, and how it is carried."""
    newest = list(tallies)[-2] if "latest" in tallies else list(tallies)[-1]
    kinds = sorted(set().union(*tallies.values()))
    head = [
        "# Every protoc-gen-validate rule, and how it is carried",
        "",
        f"Made by `{COMMAND}`. A kind of rule without a keyword stops that command, so the number not carried is 0.",
        "",
        f"| rule | fields in {newest} | fields in any release | carried as |",
        "|---|---:|---:|---|",
    ]
    most = {kind: max(tally[kind] for tally in tallies.values()) for kind in kinds}
    rows = [f"| `{kind}` | {tallies[newest][kind]} | {most[kind]} | {_carried(kind)} |" for kind in kinds]
    total = sum(tallies[newest].values())
    return "\n".join([*head, *rows, f"| all | {total} | | not carried: 0 |", ""])


def _carried(kind: str) -> str:
    if kind.endswith(".strict"):
        return "chooses the pattern of `well_known_regex`"
    for ending, keyword in (*_KIND_KEYWORDS.items(), *_KEYWORDS.items()):
        if kind.endswith(ending):
            return keyword
    raise ValueError(f"no word in the table for {kind}")


_KIND_KEYWORDS = {
    "duration.gt": "`durationGt` (own keyword)",
    "duration.gte": "`durationGte` (own keyword)",
    "duration.lt": "`durationLt` (own keyword)",
    "duration.lte": "`durationLte` (own keyword)",
    "bytes.min_len": "`minDecoded` (own keyword)",
    "bytes.max_len": "`maxDecoded` (own keyword)",
    "enum.not_in": "`not`, `enum`",
    "oneof.required": "`anyOf` of `required`",
    "message.skip": "the walk passes over what lies below",
}
_KEYWORDS = {
    ".min_len": "`minLength`",
    ".max_len": "`maxLength`",
    ".min_bytes": "`minBytes` (own keyword)",
    ".max_bytes": "`maxBytes` (own keyword)",
    ".pattern": "`pattern`",
    ".prefix": "`pattern`",
    ".suffix": "`pattern`",
    ".well_known_regex": "`pattern`",
    ".ignore_empty": "`if`, `then`",
    ".in": "`enum`",
    ".gt": "`exclusiveMinimum`",
    ".gte": "`minimum`",
    ".lt": "`exclusiveMaximum`",
    ".lte": "`maximum`",
    ".const": "`const`",
    ".defined_only": "`type` string: a number with a name is checked by its name",
    ".min_items": "`minItems`",
    ".max_items": "`maxItems`",
    ".unique": "`uniqueItems`",
    ".min_pairs": "`minProperties`",
    ".max_pairs": "`maxProperties`",
    ".required": "`required`",
}


def read_pins(path: Path) -> dict[str, str]:
    """`1.20 v1.20.2` a line; `#` starts a comment."""
    lines = (line.split("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return {words[0]: words[1].removeprefix("v") for words in lines if len(words) >= 2}


def _pins() -> dict[str, str]:
    latest = {"latest": f"xds-protos {importlib.metadata.version('xds-protos')}"}
    return {**read_pins(Path("tools/descriptors/releases.txt")), **latest}


def main(arguments: list[str]) -> None:
    """`DESCRIPTORS`: the folder of dumps. Writes into `schemas/` and `docs/` of the working directory."""
    found = releases(Path(arguments[0]))
    packages, tallies = collect(found)
    write(packages, Path("schemas/protos"))
    write_releases(found, _pins(), Path("schemas/releases.json"))
    Path("docs/validate-rules.md").write_text(rule_table(tallies), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
