"""What the agent's protojson refuses in a message, in the protos' words. Each costs the whole resource."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..finding import Note, Problem
from ..places import Route
from ..protobuf import durations, wellknown
from ..protobuf.schemas import Field, Schemas, json_name
from ..protobuf.schemas import load as load_schemas
from ..protobuf.walk import Message
from ..redaction import is_secret
from ..suggest import did_you_mean, nearest
from ..versions import MINORS
from .wording import found, found_at, owner, scalar_word, short, show, wanted


def problem(rule: str, message: str, route: Route, **more: Any) -> Problem:
    """A problem of decoding: whatever its rule, the agent skips the resource."""
    return Problem(rule, message, route, gate="dropped", **more)


def unknown_fields(message: Message, schemas: Schemas) -> Iterator[Problem]:
    """Keys that name no field of the message."""
    schema = message.schema
    if schema is None:
        return
    for key in message.value:
        if schema.field(key) is None:
            hint = _hint(key, message, schemas)
            text = f"unknown field `{key}` in {owner(message)}{hint}"
            yield problem("unknown-field", text, (*message.route, key), at="key")


def _hint(key: str, message: Message, schemas: Schemas) -> str:
    schema = message.schema
    assert schema is not None
    if key in _OF_V2 and _OF_V2[key] in schema.by_name:
        return f"; in Envoy's v3 API it is `{_OF_V2[key]}`"
    later = _other_releases(key, message.type, schemas.minor)
    if later:
        return f"; {later}"
    near = did_you_mean(key, [*schema.by_name, *_spellings(key, schema.by_name)])
    return near or _elsewhere(key, message, schemas)


_OF_V2 = {"config": "typed_config", "hosts": "load_assignment", "tls_context": "transport_socket"}


def suggestion(message: Message) -> frozenset[str]:
    """The fields that the unknown keys of a message were probably meant for: nobody misses those as well."""
    schema = message.schema
    if schema is None:
        return frozenset()
    unknown = [key for key in message.value if schema.field(key) is None]
    near = (nearest(key, [*schema.by_name, *_spellings(key, schema.by_name)]) for key in unknown)
    return frozenset(field.name for name in near if name and (field := schema.field(name)))


def _spellings(key: str, names: dict[str, Field]) -> list[str]:
    """The lowerCamelCase names, where the key looks like one."""
    return [json_name(name) for name in names] if "_" not in key and key.lower() != key else []


def _other_releases(key: str, type_: str, minor: str) -> str:
    """Says that another Cilium has the field, if one has."""
    having = [each for each in MINORS if (m := load_schemas(each).message(type_)) is not None and m.field(key)]
    if not having or minor not in MINORS:
        return ""
    if MINORS.index(having[0]) > MINORS.index(minor):
        return f"it is supported from Cilium {having[0]}"
    if MINORS.index(having[-1]) < MINORS.index(minor):
        return f"it was removed after Cilium {having[-1]}"
    return ""


def _elsewhere(key: str, message: Message, schemas: Schemas) -> str:
    """Says which message just below or around has a field of that name: the usual wrong indentation."""
    places = [place for place in (_inside(key, message, schemas), _further_out(key, message)) if place]
    return f"; it is a field of {', and of '.join(places)}" if places else ""


def _inside(key: str, message: Message, schemas: Schemas) -> str:
    assert message.schema is not None
    for name in message.keys:
        field = message.schema.by_name[name]
        below = schemas.message(field.type) if field.kind == "message" else None
        if below is not None and below.field(key) is not None:
            return f"{below.short}, inside `{message.keys[name]}`"
    return ""


def _further_out(key: str, message: Message) -> str:
    above = message.parent
    while above is not None:
        if above.schema is not None and above.schema.field(key) is not None:
            return f"{owner(above)}, further out"
        above = above.parent
    return ""


def duplicate(message: Message) -> Iterator[Problem]:
    """Fields written in both spellings."""
    for first, second in message.doubled:
        yield problem(
            "duplicate-field",
            f"`{first}` and `{second}` are the same field of {owner(message)}; remove one of them",
            (*message.route, second),
            at="key",
            notes=(Note((*message.route, first), "set here first"),),
        )


def oneof_conflict(message: Message, oneof: str, members: list[str]) -> Iterator[Problem]:
    """More than one member of a oneof is set."""
    written = [name for name in message.keys if name in members]
    if len(written) < 2:
        return
    first, second, *_ = written
    names = [f"`{message.keys[name]}`" for name in written]
    together = f"{', '.join(names[:-1])} and {names[-1]}"
    yield problem(
        "oneof-conflict",
        f"{together} are set in {owner(message)}; only one of them is allowed (oneof `{oneof}`)",
        message.route_of(second),
        at="key",
        notes=(Note(message.route_of(first), f"`{message.keys[first]}` is set here"),),
    )


def wrong_value(message: Message, field: Field, path: Route, schemas: Schemas) -> Iterator[Problem]:
    """What is wrong with the value of a field, or with the element of it that `path` leads to."""
    value = message.get(field.name)
    name, route = message.keys[field.name], message.route_of(field.name)
    where = f"`{name}` in {owner(message)}"
    if field.shape == "many" and not isinstance(value, list):
        hint = "" if is_secret(route) else _as_list(value)
        yield problem("wrong-type", f"expected a list for {where}, found {found_at(value, route)}{hint}", route)
    elif field.shape == "map" and not isinstance(value, dict):
        yield problem("wrong-type", f"expected an object for {where}, found {found_at(value, route)}", route)
    elif field.shape == "one":
        yield _element(value, field, where, route, schemas)
    elif isinstance(value, (list, dict)) and (path or "" in value):
        # The validator leaves an empty key out at the end of a path.
        step = path[0] if path else ""
        element = value[step] if isinstance(value, list) and isinstance(step, int) else None
        if isinstance(value, dict):
            element = value.get(str(step))
            where = f"`{step}` in {where}"
        yield _element(element, field, where, (*route, step), schemas)


def wrong_payload(value: Any, field: Field, route: Route, schemas: Schemas) -> Problem:
    """What is wrong with the `value` of a well-known type in an `Any`."""
    where = f"`value` of {short(field.type)} in an Any"
    if value is None:
        return problem("wrong-type", f"expected {wanted(field, schemas)} for {where}, found null", route)
    return _element(value, field, where, route, schemas)


def _as_list(value: Any) -> str:
    if isinstance(value, dict):
        return "; begin it with `- `"
    return f"; write `{json.dumps([value])}`" if isinstance(value, str) and value and len(value) < 30 else ""


def _element(value: Any, field: Field, where: str, route: Route, schemas: Schemas) -> Problem:
    if value is None:
        return problem(
            "null-element", f"{'an element of ' if field.shape == 'many' else ''}{where} is null; remove it", route
        )
    type_ = wellknown.WRAPPERS.get(field.type, field.type)
    if field.kind == "enum" and isinstance(value, str):
        return _enum(value, field, where, route, schemas)
    if type_ == wellknown.DURATION:
        return _duration(value, where, route)
    if type_ in _NUMBERS and isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return _number(value, type_, where, route)
    if type_ == "bytes" and isinstance(value, str):
        return problem("invalid-base64", f"{where} is not valid base64{_base64_hint(value)}", route)
    text = f"expected {wanted(field, schemas)} for {where}, found {found_at(value, route)}{_fix(value, field, type_)}"
    return problem("wrong-type", text, route)


_NUMBERS = frozenset({"int32", "uint32", "int64", "uint64", "double", "float"})


def _fix(value: Any, field: Field, type_: str) -> str:
    """What to write instead, where it is plain."""
    if isinstance(value, dict) and set(value) == {"value"} and field.type in wellknown.WRAPPERS:
        return "; write the value itself"
    if type_ == "string" and isinstance(value, bool):
        return "; quote it if the text is meant (YAML reads a bare yes, no, on, off, y or n as a boolean)"
    if type_ == "string" and isinstance(value, (int, float)):
        return "; quote it"
    if type_ == "bool" and isinstance(value, str) and value.lower() in {"true", "false"}:
        return "; remove the quotes"
    if field.shape == "one" and isinstance(value, list):
        return "; it takes a single value"
    return ""


def _enum(value: str, field: Field, where: str, route: Route, schemas: Schemas) -> Problem:
    if field.type in wellknown.SCHEMAS:
        return problem("unknown-enum-value", f"unknown value {show(value)} for {where}", route)
    names = schemas.enum(field.type).values
    same = [name for name in names if name.lower() == value.lower().replace("-", "_")]
    if same:
        hint = f"; did you mean `{same[0]}`?"
    elif value.lstrip("-").isdigit():
        hint = f"; write a number without quotes, or one of the names {', '.join(f'`{n}`' for n in names[:4])} …"
    else:
        hint = did_you_mean(value.upper(), names) or f"; expected {wanted(field, schemas)}"
    return problem("unknown-enum-value", f"unknown value {show(value)} for {where}{hint}", route)


def _duration(value: Any, where: str, route: Route) -> Problem:
    likely = durations.suggestion(value)
    if isinstance(value, str) and likely is None:
        expected = "expected seconds such as `5s` or `0.25s`"
    else:
        expected = f"write `{likely}`" if likely else "expected seconds such as `5s` or `0.25s`"
    kind = (
        f"invalid duration {show(value)}"
        if isinstance(value, (str, int, float))
        else f"{found(value)} is not a valid duration"
    )
    return problem("invalid-duration", f"{kind} for {where}; {expected}", route)


_RANGES = {
    "int32": "from -2147483648 to 2147483647",
    "uint32": "from 0 to 4294967295",
    "int64": "from -9223372036854775808 to 9223372036854775807",
    "uint64": "from 0 to 18446744073709551615",
    "float": "that fits 32 bits",
    "double": 'or one of "NaN", "Infinity", "-Infinity"',
}


def _number(value: str | float, type_: str, where: str, route: Route) -> Problem:
    kind = "a number" if type_ in {"float", "double"} else "an integer"
    text = f"{where} must be {kind} {_RANGES[type_]}, found {found(value)}"
    return problem("invalid-number", text, route)


def _base64_hint(value: str) -> str:
    if "-----BEGIN" in value:
        return "; write PEM text in `inline_string`"
    return "; it must not contain spaces" if any(c.isspace() and c not in "\r\n" for c in value) else ""


def map_keys(message: Message, field: Field) -> Iterator[Problem]:
    """Map keys that are not a number or boolean where the map has such keys."""
    name = message.keys[field.name]
    for key in message.fields[field.name]:
        if not wellknown.is_map_key(field.key, key):
            text = f"`{key}` is not a valid key of `{name}` in {owner(message)}; expected {scalar_word(field.key)}"
            yield problem("wrong-type", text, (*message.route_of(field.name), key), at="key")
