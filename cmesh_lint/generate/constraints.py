"""protoc-gen-validate rules as JSON Schema: one field's rules in, one schema of what they forbid out.

JSON Schema says most of them. Four need a keyword of our own, implemented in `cmesh_lint.protobuf.keywords`:
`durationGt|Gte|Lt|Lte` (durations compared), `minBytes`/`maxBytes` (UTF-8 length of a string) and
`minDecoded`/`maxDecoded` (length of what base64 holds).
Source of the meaning: the templates of protoc-gen-validate for Go, https://github.com/bufbuild/protoc-gen-validate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from google.protobuf.descriptor import FieldDescriptor

Schema = dict[str, Any]

HEADER_TEXT = "^[^\\u0000\\u000A\\u000D]*$"
WELL_KNOWN = {  # (well_known_regex, strict): pattern; 1 is HTTP_HEADER_NAME, 2 HTTP_HEADER_VALUE
    (1, True): "^:?[0-9a-zA-Z!#$%&'*+\\-.^_|~`]+$",
    (1, False): HEADER_TEXT,
    (2, True): "^[^\\u0000-\\u0008\\u000A-\\u001F\\u007F]*$",
    (2, False): HEADER_TEXT,
}


class Constraint(NamedTuple):
    """What the rules of a field forbid."""

    schema: Schema
    """Of the field's value; empty where nothing is forbidden."""
    required: bool
    """Whether the field must be present (of a message, or of a scalar whose zero is forbidden)."""
    skipped: bool
    """Whether the message in the field is not validated at all."""
    carried: tuple[str, ...]
    """The kinds of rule, e.g. `string.min_len`, `repeated.items.uint32.lte`."""


def constraint(field: FieldDescriptor, rules: Any) -> Constraint:
    """The constraint that `validate.FieldRules` put on a field.

    Raises ValueError on a kind of rule it does not know, so that no rule is lost.
    """
    carried = tuple(_kinds(rules, ""))
    schema = _schema(rules, field)
    present = rules.message.required or any(
        getattr(getattr(rules, kind), "required", False)
        for kind in ("any", "duration", "timestamp")
        if rules.HasField(kind)
    )
    # The rules of a oneof's member count only where that member is set.
    required = field.containing_oneof is None and (present or _zero_is_forbidden(field, schema))
    return Constraint(schema, required, rules.message.skip, carried)


def _kinds(rules: Any, prefix: str) -> Iterator[str]:
    for descriptor, value in rules.ListFields():
        name = prefix + descriptor.name
        if descriptor.message_type is not None and descriptor.message_type.full_name.startswith("validate."):
            yield from _kinds(value, name + ".")
        else:
            yield name


def _schema(rules: Any, field: FieldDescriptor) -> Schema:
    kind = rules.WhichOneof("type")
    if kind is None:
        return {}
    return _BUILDERS.get(kind, _number)(getattr(rules, kind), field)


def _number(rules: Any, field: FieldDescriptor) -> Schema:
    words = {"gt": "exclusiveMinimum", "gte": "minimum", "lt": "exclusiveMaximum", "lte": "maximum"}
    _only(rules, words.keys())
    return {words[f.name]: _plain(value) for f, value in rules.ListFields()}


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _string(rules: Any, field: FieldDescriptor) -> Schema:
    schema: Schema = {}
    patterns = []
    for descriptor, value in rules.ListFields():
        name = descriptor.name
        if name in {"min_len", "max_len"}:
            schema["minLength" if name == "min_len" else "maxLength"] = value
        elif name in {"min_bytes", "max_bytes"}:
            schema["minBytes" if name == "min_bytes" else "maxBytes"] = value
        elif name == "pattern":
            patterns.append(value)
        elif name in {"prefix", "suffix"}:
            patterns.append(f"^{re.escape(value)}" if name == "prefix" else f"{re.escape(value)}$")
        elif name == "in":
            schema["enum"] = list(value)
        elif name == "well_known_regex":
            strict = rules.strict if rules.HasField("strict") else True
            patterns.append(WELL_KNOWN[value, strict])
        elif name not in {"strict", "ignore_empty"}:
            raise ValueError(f"{field.full_name}: no keyword for string.{name}")
    if patterns:
        schema["pattern"] = patterns[0]
    if len(patterns) > 1:
        schema["allOf"] = [{"pattern": pattern} for pattern in patterns[1:]]
    if rules.ignore_empty and schema:
        return {"if": {"minLength": 1}, "then": schema}
    return schema


def _bytes(rules: Any, field: FieldDescriptor) -> Schema:
    words = {"min_len": "minDecoded", "max_len": "maxDecoded"}
    _only(rules, words.keys())
    return {words[f.name]: value for f, value in rules.ListFields() if value}


def _bool(rules: Any, field: FieldDescriptor) -> Schema:
    _only(rules, {"const"})
    return {"const": rules.const}


def _enum(rules: Any, field: FieldDescriptor) -> Schema:
    _only(rules, {"defined_only", "not_in"})
    schema: Schema = {}
    if rules.defined_only:
        # A number that has a name is checked by its name, so what is left a number has none.
        schema["type"] = "string"
    if rules.not_in:
        assert field.enum_type is not None
        names = field.enum_type.values
        schema["not"] = {"enum": [value.name for value in names if value.number in rules.not_in]}
    return schema


def _repeated(rules: Any, field: FieldDescriptor) -> Schema:
    _only(rules, {"min_items", "max_items", "unique", "items"})
    schema: Schema = {}
    if rules.HasField("min_items"):
        schema["minItems"] = rules.min_items
    if rules.HasField("max_items"):
        schema["maxItems"] = rules.max_items
    if rules.unique:
        schema["uniqueItems"] = True
    items = _schema(rules.items, field)
    if items:
        schema["items"] = items
    return schema


def _map(rules: Any, field: FieldDescriptor) -> Schema:
    _only(rules, {"min_pairs", "max_pairs", "keys", "values"})
    assert field.message_type is not None
    entry = field.message_type.fields_by_name
    schema: Schema = {}
    if rules.HasField("min_pairs"):
        schema["minProperties"] = rules.min_pairs
    if rules.HasField("max_pairs"):
        schema["maxProperties"] = rules.max_pairs
    keys, values = _schema(rules.keys, entry["key"]), _schema(rules.values, entry["value"])
    if keys:
        schema["propertyNames"] = keys
    if values:
        schema["additionalProperties"] = values
    return schema


def _duration(rules: Any, field: FieldDescriptor) -> Schema:
    _only(rules, {"required", "gt", "gte", "lt", "lte"})
    if _is_turned_round(rules):
        return {}
    return {
        f"duration{descriptor.name.capitalize()}": f"{value.seconds + value.nanos / 1e9:.9f}".rstrip("0").rstrip(".")
        + "s"
        for descriptor, value in rules.ListFields()
        if descriptor.name != "required"
    }


def _is_turned_round(rules: Any) -> bool:
    """Whether a lower bound is above the upper one: then what lies between is forbidden, and all else is allowed. Of
    durations this is `0s` or some milliseconds and more, which nobody gets wrong, and no keyword says it."""
    low, high = (next((name for name in names if rules.HasField(name)), "") for names in (("gt", "gte"), ("lt", "lte")))
    if not low or not high:
        return False
    least, most = getattr(rules, low), getattr(rules, high)
    return bool((least.seconds, least.nanos) > (most.seconds, most.nanos))


def _any(rules: Any, field: FieldDescriptor) -> Schema:
    _only(rules, {"required"})
    return {}


_BUILDERS = {
    "string": _string,
    "bytes": _bytes,
    "bool": _bool,
    "enum": _enum,
    "repeated": _repeated,
    "map": _map,
    "duration": _duration,
    "any": _any,
    "timestamp": _any,
}


def _only(rules: Any, known: Any) -> None:
    for descriptor, _ in rules.ListFields():
        if descriptor.name not in known:
            raise ValueError(f"no keyword for {descriptor.full_name}")


def _zero_is_forbidden(field: FieldDescriptor, schema: Schema) -> bool:
    """Whether leaving the field out breaks the rule: a scalar without presence is checked as its zero."""
    if field.is_repeated:
        return bool(schema.get("minItems") or schema.get("minProperties"))
    if field.has_presence:
        return False
    if field.enum_type is not None:
        zero = field.enum_type.values_by_number[0].name
        return zero in schema.get("not", {}).get("enum", ())
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return _empty_text_is_forbidden(schema)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return schema.get("const") is True
    return bool(
        schema.get("minimum", 0) > 0
        or schema.get("exclusiveMinimum", -1) >= 0
        or schema.get("maximum", 0) < 0
        or schema.get("exclusiveMaximum", 1) <= 0
    )


def _empty_text_is_forbidden(schema: Schema) -> bool:
    if schema.get("minLength") or schema.get("minBytes") or schema.get("minDecoded"):
        return True
    if "enum" in schema and "" not in schema["enum"]:
        return True
    patterns = [schema.get("pattern"), *(part["pattern"] for part in schema.get("allOf", ()))]
    return any(pattern and not re.search(pattern, "") for pattern in patterns)
