"""More kinds of edits for `mutants`: slips of structure, of units and of texts with a grammar, and of the envelope."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from cmesh_lint.protobuf import wellknown
from cmesh_lint.protobuf.schemas import Field
from cmesh_lint.protobuf.walk import Message

from .mutants import PREFIX, Scene, edit

Place = tuple[Message, str, Field]
_INVALID = {"@type": f"{PREFIX}envoy.config.core.v3.Address"}
"""A message that the agent decodes, protoc-gen-validate refuses, and no extension is configured by."""


def _change(scene: Scene, wanted: Callable[[Message, str, Field], bool], change: Callable[[Any], Any]) -> bool:
    """Puts something else in the place of a random value, and says whether it differs."""
    found = scene.pick(wanted)
    if found is None:
        return False
    message, key, _ = found
    at = scene.at(message)
    before = at[key]
    at[key] = change(copy.deepcopy(before))
    return bool(at[key] != before)


def _holds(kind: type) -> Callable[[Message, str, Field], bool]:
    return lambda message, key, field: isinstance(message.value[key], kind)


# Structure


@edit
def unwrapped_message(scene: Scene) -> bool:
    def is_single(message: Message, key: str, field: Field) -> bool:
        value = message.value[key]
        return isinstance(value, dict) and len(value) == 1 and field.shape == "one"

    return _change(scene, is_single, lambda value: next(iter(value.values())))


@edit
def wrapped_in_itself(scene: Scene) -> bool:
    found = scene.pick(_holds(dict))
    if found is None:
        return False
    message, key, _ = found
    at = scene.at(message)
    at[key] = {key: at[key]}
    return True


@edit
def moved_up(scene: Scene) -> bool:
    found = scene.pick(lambda message, key, field: message.parent is not None and message.field != "")
    if found is None:
        return False
    message, key, _ = found
    assert message.parent is not None
    above, at = scene.at(message.parent), scene.at(message)
    above[key] = at.pop(key)
    return True


@edit
def moved_down(scene: Scene) -> bool:
    found = [
        (message, key, below)
        for message in scene.messages
        for key in message.keys.values()
        for below in message.below
        if below.route[len(message.route)] != key
    ]
    if not found:
        return False
    message, key, below = scene.random.choice(found)
    value = scene.at(message).pop(key)
    scene.at(below)[key] = value
    return True


@edit
def any_in_an_any(scene: Scene) -> bool:
    return _change(scene, _is_any, lambda value: {"@type": PREFIX + wellknown.ANY, "value": value})


@edit
def typed_struct(scene: Scene) -> bool:
    def change(value: Any) -> Any:
        held = {key: each for key, each in value.items() if key != "@type"}
        return {"@type": f"{PREFIX}xds.type.v3.TypedStruct", "type_url": value.get("@type", ""), "value": held}

    return _change(scene, _is_any, change)


@edit
def invalid_any(scene: Scene) -> bool:
    found = [
        (message, field)
        for message in scene.messages
        if message.schema is not None
        for field in message.schema.by_name.values()
        if field.type == wellknown.ANY
    ]
    if not found:
        return False
    message, field = scene.random.choice(found)
    value = copy.deepcopy(_INVALID)
    shapes: dict[str, Any] = {"one": value, "many": [value], "map": {"a": value}}
    scene.at(message)[message.keys.get(field.name, field.name)] = shapes[field.shape]
    return True


@edit
def swapped_anys(scene: Scene) -> bool:
    anys = [m for m in scene.messages if m.type == wellknown.ANY and m.parent is not None and m.field]
    if len(anys) < 2:
        return False
    one, other = (scene.at(each) for each in scene.random.sample(anys, 2))
    if one == other or one is other:
        return False
    before = copy.deepcopy(one)
    _replace(one, copy.deepcopy(other))
    _replace(other, before)
    return True


def _replace(target: dict[str, Any], source: dict[str, Any]) -> None:
    target.clear()
    target.update(source)


@edit
def swapped_elements(scene: Scene) -> bool:
    def change(many: list[Any]) -> list[Any]:
        one, other = scene.random.sample(range(len(many)), 2)
        many[one], many[other] = many[other], many[one]
        return many

    return _change(scene, lambda m, k, f: isinstance(m.value[k], list) and len(m.value[k]) > 1, change)


@edit
def renamed_map_key(scene: Scene) -> bool:
    def change(table: dict[str, Any]) -> dict[str, Any]:
        chosen = scene.random.choice(sorted(table))
        return {f"{key}x" if key == chosen else key: value for key, value in table.items()}

    return _change(
        scene, lambda m, k, f: f.shape == "map" and bool(m.value[k]) and isinstance(m.value[k], dict), change
    )


@edit
def name_of_a_neighbour(scene: Scene) -> bool:
    """Two elements of one list with one name."""
    found = [
        (message, key)
        for message in scene.messages
        for key in message.keys.values()
        if isinstance(message.value[key], list)
        and sum(1 for each in message.value[key] if isinstance(each, dict) and isinstance(each.get("name"), str)) > 1
    ]
    if not found:
        return False
    message, key = scene.random.choice(found)
    named = [each for each in scene.at(message)[key] if isinstance(each, dict) and isinstance(each.get("name"), str)]
    one, other = scene.random.sample(named, 2)
    changed: bool = one["name"] != other["name"]
    one["name"] = other["name"]
    return changed


# Units and texts


@edit
def number_times_a_thousand(scene: Scene) -> bool:
    def is_number(message: Message, key: str, field: Field) -> bool:
        return isinstance(message.value[key], int) and not isinstance(message.value[key], bool)

    return _change(
        scene, is_number, lambda value: scene.random.choice((value * 1000, value // 1000, -value, value + 0.5))
    )


@edit
def duration_in_another_unit(scene: Scene) -> bool:
    def change(value: Any) -> Any:
        if not isinstance(value, str) or not value.endswith("s"):
            return value
        number = value[:-1]
        return scene.random.choice(
            (f"{number}ms", f"{number}000s", f"0.00{number}s", f"0.{number}s", f"{number}m", number)
        )

    return _change(scene, lambda m, k, f: f.type == wellknown.DURATION, change)


_HARD_TEXTS = (
    "%",
    "%NOPE%",
    "%REQ(:path)%",
    "%REQ(x",
    "%START_TIME(%s)%",
    "%REQ(a?b?c)%",
    "%REQ(:path):x%",
    "%DYNAMIC_METADATA(a)%",
    "%PROTOCOL(a)%",
    "%CEL(request.path)%",
    "%RESPONSE_CODE%%",
    "%DURATION% %%",
)


@edit
def command_in_a_text(scene: Scene) -> bool:
    text = scene.random.choice(_HARD_TEXTS)
    return _change(scene, _holds(str), lambda value: value + text if scene.random.random() < 0.5 else text)


@edit
def edited_regex(scene: Scene) -> bool:
    def change(text: str) -> str:
        at = scene.random.randrange(len(text) + 1)
        part = scene.random.choice(
            ("(", ")", "[", "*", "+", "{2,1}", "{500}", "\\", "(?=a)", "(?<a>b)", "|", "\\p{Greek}")
        )
        return text[:at] + part + text[at:]

    return _change(scene, lambda m, k, f: f.name == "regex" and isinstance(m.value[k], str), change)


@edit
def edited_address(scene: Scene) -> bool:
    odd = (
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "256.0.0.1",
        "[::1]",
        "::1",
        "fe80::1%eth0",
        "10.0.0.0/8",
        "::ffff:1.2.3.4",
    )
    return _change(
        scene, lambda m, k, f: f.name in ("address", "address_prefix") and isinstance(m.value[k], str),
        lambda value: scene.random.choice(odd),
    )  # fmt: skip


@edit
def swapped_range(scene: Scene) -> bool:
    message = scene.message(lambda each: {"start", "end"} <= each.keys.keys())
    if message is None:
        return False
    at = scene.at(message)
    start, end = message.keys["start"], message.keys["end"]
    at[start], at[end] = at[end], at[start]
    return True


@edit
def uri_for_a_name(scene: Scene) -> bool:
    odd = ("https://a/b", "a:80", "a_b", "A", "-a", "a.", "..", "//", "a b", "ä")
    return _change(scene, _holds(str), lambda value: scene.random.choice(odd))


# The envelope


@edit
def misspelt_in_the_envelope(scene: Scene) -> bool:
    tables = [table for table in _envelope(scene) if table]
    if not tables:
        return False
    table = scene.random.choice(tables)
    chosen = scene.random.choice(sorted(table))
    items = [(f"{key}x" if key == chosen else key, value) for key, value in table.items()]
    table.clear()
    table.update(items)
    return True


@edit
def odd_value_in_the_envelope(scene: Scene) -> bool:
    tables = [table for table in _envelope(scene) if table]
    if not tables:
        return False
    table = scene.random.choice(tables)
    key = scene.random.choice(sorted(table))
    odd: tuple[Any, ...] = ("", "A_b", 5, True, None, [], {}, ["80"], [80], [0], [70000], ["http"], "x" * 300, "a.b")
    table[key] = scene.random.choice(odd)
    return True


@edit
def ports_of_a_service(scene: Scene) -> bool:
    entries = [table for table in _envelope(scene) if "name" in table and table is not scene.object.get("metadata")]
    if not entries:
        return False
    field = scene.random.choice(("ports", "number", "port", "listener"))
    scene.random.choice(entries)[field] = scene.random.choice(([80], ["80"], 80, "80", [80, 80], ["http"], [], [65536]))
    return True


@edit
def node_selector(scene: Scene) -> bool:
    spec = scene.object.get("spec")
    if not isinstance(spec, dict):
        return False
    spec["nodeSelector"] = scene.random.choice(
        (
            {},
            {"matchLabels": {"a": "b"}},
            {"matchLabels": {"a b": "c"}},
            {"matchLabels": {"a": 1}},
            {"matchExpressions": [{"key": "a", "operator": "In", "values": ["b"]}]},
            {"matchExpressions": [{"key": "a", "operator": "In"}]},
            {"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["b"]}]},
            {"matchExpressions": [{"key": "a", "operator": "Is"}]},
            {"matchLabel": {"a": "b"}},
        )
    )
    return True


def _envelope(scene: Scene) -> list[dict[str, Any]]:
    """The tables around the resources: metadata, spec, and the entries for Services."""
    spec = scene.object.get("spec")
    tables = [scene.object.get("metadata"), spec]
    if isinstance(spec, dict):
        for name in ("services", "backendServices"):
            entries = spec.get(name)
            tables += entries if isinstance(entries, list) else []
    return [table for table in tables if isinstance(table, dict)]


def _is_any(message: Message, key: str, field: Field) -> bool:
    return field.type == wellknown.ANY and field.shape == "one" and isinstance(message.value[key], dict)
