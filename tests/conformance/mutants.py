"""A seeded mutator: small edits, harmful and harmless, to the objects it is given.

    for mutant in mutants(objects, seed=1, count=5000): …

It edits with the schemas in hand: it knows which message stands where, which fields it has and what would suit them, so
most edits hit something that the agent or Envoy looks at. The same seed over the same objects gives the same mutants.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from cmesh_lint.protobuf import wellknown
from cmesh_lint.protobuf.schemas import Field, Schemas, json_name, load
from cmesh_lint.protobuf.walk import Message, walk

Object = dict[str, Any]
PREFIX = "type.googleapis.com/"


OF_THE_ENVELOPE = frozenset({"misspelt-in-the-envelope", "odd-value-in-the-envelope"})
"""Kinds of edits that the API server has a word on, before any agent sees the object."""
AROUND_THE_RESOURCES = OF_THE_ENVELOPE | {"node-selector", "ports-of-a-service"}
"""Kinds of edits that leave the resources alone."""


class Mutant(NamedTuple):
    """An edited object, which kind of edit made it, and the index of the object it was made from."""

    kind: str
    object: Object
    source: int


class Scene(NamedTuple):
    """A copy of an object to edit, with every message in it."""

    object: Object
    messages: list[Message]
    random: random.Random
    schemas: Schemas

    def pick(self, wanted: Callable[[Message, str, Field], bool]) -> tuple[Message, str, Field] | None:
        """A random field that is set, of those wanted: its message, its key as written, and what it is."""
        found = [
            (message, key, message.schema.by_name[name])
            for message in self.messages
            if message.schema is not None
            for name, key in message.keys.items()
            if wanted(message, key, message.schema.by_name[name])
        ]
        return self.random.choice(found) if found else None

    def message(self, wanted: Callable[[Message], bool] = lambda message: True) -> Message | None:
        """A random message of those wanted."""
        found = [message for message in self.messages if message.schema is not None and wanted(message)]
        return self.random.choice(found) if found else None

    def at(self, message: Message) -> Any:
        """The object's own value of a message: what an edit changes."""
        value: Any = self.object
        for step in message.route:
            value = value[step]
        return value


Edit = Callable[[Scene], bool]
"""Changes the scene's object, and says whether it found something to change."""
EDITS: dict[str, Edit] = {}


def edit(function: Edit) -> Edit:
    """Registers an edit under its name."""
    EDITS[function.__name__.replace("_", "-")] = function
    return function


def mutants(objects: Sequence[Object], seed: int, count: int, minor: str = "1.20") -> Iterator[Mutant]:
    """`count` mutants, each with one edit; every kind of edit has the same chance."""
    rng = random.Random(seed)
    schemas = load(minor)
    kinds = sorted(EDITS)
    made = 0
    while made < count:
        index = rng.randrange(len(objects))
        kind = rng.choice(kinds)
        scene = _scene(objects[index], rng, schemas)
        if EDITS[kind](scene):
            made += 1
            yield Mutant(kind, scene.object, index)


def table(value: Object, key: str) -> Object:
    """The table under a key; an empty one where an edit has put something else there, or nothing stands there."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _scene(original: Object, rng: random.Random, schemas: Schemas) -> Scene:
    edited = copy.deepcopy(original)
    listed = table(edited, "spec").get("resources")
    resources = listed if isinstance(listed, list) else []
    messages = [
        message
        for index, value in enumerate(resources)
        if isinstance(value, dict)
        for message in walk(("spec", "resources", index), value, schemas)
    ]
    return Scene(edited, messages, rng, schemas)


def _set(scene: Scene, wanted: Callable[[Message, str, Field], bool], change: Callable[[Any], Any]) -> bool:
    found = scene.pick(wanted)
    if found is None:
        return False
    message, key, _ = found
    at = scene.at(message)
    at[key] = change(at[key])
    return True


def _any(message: Message, key: str, field: Field) -> bool:
    return True


def _of(*types: str) -> Callable[[Message, str, Field], bool]:
    return lambda message, key, field: field.type in types and field.shape == "one"


_NUMBERS = ("uint32", "int32", "uint64", "int64", "google.protobuf.UInt32Value", "google.protobuf.UInt64Value")
_BOOLS = ("bool", "google.protobuf.BoolValue")
_is_number = _of(*_NUMBERS)
_is_text = _of("string", "google.protobuf.StringValue")
_is_duration = _of(wellknown.DURATION)


def _is_enum(message: Message, key: str, field: Field) -> bool:
    return field.kind == "enum" and field.shape == "one"


def _is_list(message: Message, key: str, field: Field) -> bool:
    return field.shape == "many" and isinstance(message.value[key], list) and bool(message.value[key])


def _is_any(message: Message, key: str, field: Field) -> bool:
    return field.type == wellknown.ANY and field.shape == "one" and isinstance(message.value[key], dict)


def _misspelt(rng: random.Random, text: str) -> str:
    if not text:
        return "x"
    at = rng.randrange(len(text))
    return rng.choice((text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + "x" + text[at + 1 :]))


# Keys


def _rename(scene: Scene, new: Callable[[str, Field], str]) -> bool:
    found = scene.pick(_any)
    if found is None:
        return False
    message, key, field = found
    at = scene.at(message)
    items = [(new(k, field) if k == key else k, v) for k, v in at.items()]
    at.clear()
    at.update(items)
    return True


@edit
def misspelt_key(scene: Scene) -> bool:
    return _rename(scene, lambda key, field: _misspelt(scene.random, key))


@edit
def other_spelling(scene: Scene) -> bool:
    return _rename(scene, lambda key, field: json_name(field.name) if key == field.name else field.name)


@edit
def key_in_other_case(scene: Scene) -> bool:
    return _rename(scene, lambda key, field: key[:1].upper() + key[1:])


@edit
def both_spellings(scene: Scene) -> bool:
    found = scene.pick(lambda message, key, field: json_name(field.name) != field.name)
    if found is None:
        return False
    message, key, field = found
    at = scene.at(message)
    at[json_name(field.name) if key == field.name else field.name] = copy.deepcopy(at[key])
    return True


@edit
def dropped_field(scene: Scene) -> bool:
    found = scene.pick(_any)
    if found is None:
        return False
    del scene.at(found[0])[found[1]]
    return True


@edit
def field_of_another_message(scene: Scene) -> bool:
    into, other = scene.message(), scene.pick(_any)
    if into is None or other is None:
        return False
    message, key, _ = other
    scene.at(into)[key] = copy.deepcopy(scene.at(message)[key])
    return True


@edit
def unknown_key(scene: Scene) -> bool:
    message = scene.message()
    if message is None:
        return False
    scene.at(message)[scene.random.choice(("foo", "config", "hosts", "[a.b]", "", "@foo"))] = scene.random.choice(
        (None, 1, {})
    )
    return True


@edit
def shuffled_keys(scene: Scene) -> bool:
    message = scene.message(lambda each: len(each.value) > 1)
    if message is None:
        return False
    at = scene.at(message)
    items = list(at.items())
    scene.random.shuffle(items)
    at.clear()
    at.update(items)
    return True


# Scalars


@edit
def null_for_a_field(scene: Scene) -> bool:
    return _set(scene, _any, lambda value: None)


@edit
def wrong_kind(scene: Scene) -> bool:
    return _set(scene, _any, lambda value: scene.random.choice((5, "x", True, [], {}, [1], {"value": 1}, 1.5, "")))


@edit
def number_as_text(scene: Scene) -> bool:
    return _set(scene, _is_number, lambda value: scene.random.choice((str(value), f"{value}.0", f"{value}e0")))


@edit
def number_as_odd_text(scene: Scene) -> bool:
    return _set(
        scene,
        _is_number,
        lambda value: scene.random.choice(("", f" {value}", f"0{value}", f"{value}k", f"+{value}", "0x10")),
    )


@edit
def number_at_a_border(scene: Scene) -> bool:
    borders = (
        0,
        1,
        -1,
        99,
        100,
        101,
        200,
        599,
        600,
        65535,
        65536,
        2**31 - 1,
        2**31,
        2**32 - 1,
        2**32,
        2**63,
        2**64,
        1.5,
        1e3,
        -0.0,
    )
    return _set(scene, _is_number, lambda value: scene.random.choice(borders))


@edit
def wrapped_number(scene: Scene) -> bool:
    return _set(scene, lambda m, k, f: f.type in wellknown.WRAPPERS, lambda value: {"value": value})


@edit
def boolean_as_text(scene: Scene) -> bool:
    return _set(scene, _of(*_BOOLS), lambda value: scene.random.choice((str(value).lower(), 1, 0, "yes")))


@edit
def flipped_boolean(scene: Scene) -> bool:
    return _set(scene, _of(*_BOOLS), lambda value: not value)


@edit
def text_as_something_else(scene: Scene) -> bool:
    return _set(scene, _is_text, lambda value: scene.random.choice((5, True, 1.5, [value], {"a": value})))


@edit
def odd_text(scene: Scene) -> bool:
    odd = ("", " ", "a\nb", "a\x00b", "/", "*", "ä€😀", "x" * 300, "%", "100%", "a/b", "a/b/c/d", ":path", "host")
    return _set(scene, _is_text, lambda value: scene.random.choice(odd))


@edit
def misspelt_text(scene: Scene) -> bool:
    return _set(scene, _is_text, lambda value: _misspelt(scene.random, value) if isinstance(value, str) else value)


@edit
def odd_duration(scene: Scene) -> bool:
    odd = (
        "500ms",
        "1m",
        5,
        "5",
        "5 s",
        "05s",
        "1e3s",
        "",
        "s",
        "315576000001s",
        {"seconds": 5},
        "1h",
        "1S",
        "0.1234567891s",
    )
    return _set(scene, _is_duration, lambda value: scene.random.choice(odd))


@edit
def other_duration(scene: Scene) -> bool:
    other = (
        "0s",
        "-1s",
        ".5s",
        "5.s",
        "+5s",
        "0.001s",
        "0.01s",
        "3600s",
        "315576000000s",
        "0.25s",
        "-0.5s",
        "4294967296s",
    )
    return _set(scene, _is_duration, lambda value: scene.random.choice(other))


@edit
def enum_in_other_case(scene: Scene) -> bool:
    return _set(scene, _is_enum, lambda value: value.lower() if isinstance(value, str) else value)


@edit
def enum_by_number(scene: Scene) -> bool:
    found = scene.pick(_is_enum)
    if found is None:
        return False
    message, key, field = found
    enum = scene.schemas.enum(field.type)
    numbers = {name: number for number, name in enum.by_number.items()}
    at = scene.at(message)
    at[key] = numbers.get(at[key], 0) if isinstance(at[key], str) else at[key]
    return True


@edit
def enum_number_without_a_name(scene: Scene) -> bool:
    return _set(scene, _is_enum, lambda value: scene.random.choice((99, -1, 2**31, 1.5, "1")))


@edit
def other_enum(scene: Scene) -> bool:
    found = scene.pick(_is_enum)
    if found is None:
        return False
    message, key, field = found
    scene.at(message)[key] = scene.random.choice(scene.schemas.enum(field.type).values)
    return True


# Lists


def _change_list(scene: Scene, change: Callable[[list[Any]], Any]) -> bool:
    found = scene.pick(_is_list)
    if found is None:
        return False
    message, key, _ = found
    at = scene.at(message)
    at[key] = change(at[key])
    return True


@edit
def one_for_a_list(scene: Scene) -> bool:
    return _change_list(scene, lambda many: many[0])


@edit
def list_for_one(scene: Scene) -> bool:
    return _set(scene, lambda m, k, f: f.shape == "one", lambda value: [value])


@edit
def null_in_a_list(scene: Scene) -> bool:
    return _change_list(scene, lambda many: [*many, None])


@edit
def empty_list(scene: Scene) -> bool:
    return _change_list(scene, lambda many: [])


@edit
def doubled_element(scene: Scene) -> bool:
    return _change_list(scene, lambda many: [*many, copy.deepcopy(scene.random.choice(many))])


@edit
def dropped_element(scene: Scene) -> bool:
    def change(many: list[Any]) -> list[Any]:
        at = scene.random.randrange(len(many))
        return many[:at] + many[at + 1 :]

    return _change_list(scene, change)


@edit
def reversed_list(scene: Scene) -> bool:
    return _change_list(scene, lambda many: many[::-1])


# Messages and oneofs


@edit
def emptied_message(scene: Scene) -> bool:
    return _set(
        scene, lambda m, k, f: f.kind == "message" and f.shape == "one" and f.type != wellknown.ANY, lambda value: {}
    )


@edit
def added_field(scene: Scene) -> bool:
    message = scene.message()
    if message is None or message.schema is None:
        return False
    unset = [field for name, field in message.schema.by_name.items() if name not in message.keys]
    if not unset:
        return False
    field = scene.random.choice(unset)
    scene.at(message)[scene.random.choice((field.name, json_name(field.name)))] = _suitable(scene, field)
    return True


@edit
def second_of_a_oneof(scene: Scene) -> bool:
    found = [
        (message, member)
        for message in scene.messages
        if message.schema is not None
        for part in message.schema.schema.get("allOf", ())
        if part["title"].startswith("oneof ")
        for members in [[each["required"][0] for each in part["oneOf"][:-1]]]
        if any(member in message.keys for member in members)
        for member in members
        if member not in message.keys
    ]
    if not found:
        return False
    message, member = scene.random.choice(found)
    assert message.schema is not None
    scene.at(message)[member] = _suitable(scene, message.schema.by_name[member])
    return True


_PLAIN: dict[str, tuple[Any, ...]] = {
    "string": ("a", "/a", "a.b", "", "x-a", "127.0.0.1"),
    "bool": (True, False),
    "bytes": ("YQ==", "", "a b"),
    "double": (0.5, 0, 1, 100, 101, -1, "NaN", "Infinity"),
    "float": (0.5, 0, -1, "NaN"),
    wellknown.DURATION: ("1s", "0s", "-1s", "0.05s", "60s"),
    "google.protobuf.Timestamp": ("2030-01-31T12:00:00Z", "now"),
    "google.protobuf.FieldMask": ("a,b", "a_b"),
    "google.protobuf.Struct": ({}, {"a": 1}, "x"),
    "google.protobuf.ListValue": ([], [1]),
    wellknown.VALUE: (1, None, "x"),
    wellknown.EMPTY: ({}, {"a": 1}),
    wellknown.ANY: (
        {},
        {"@type": f"{PREFIX}google.protobuf.Empty"},
        {"@type": f"{PREFIX}google.protobuf.Struct", "value": {}},
    ),
}


def _suitable(scene: Scene, field: Field) -> Any:
    """A value that a field may take, or just may not."""

    def one() -> Any:
        type_ = wellknown.WRAPPERS.get(field.type, field.type)
        if type_ in _PLAIN:
            return scene.random.choice(_PLAIN[type_])
        if field.kind == "enum":
            names = () if field.type in wellknown.SCHEMAS else scene.schemas.enum(field.type).values
            return scene.random.choice((*names, 0)) if names else 0
        if field.kind == "scalar":
            return scene.random.choice((0, 1, 5, 100, 1000, 65536))
        return {}

    if field.shape == "many":
        return [one() for _ in range(scene.random.randrange(3))]
    if field.shape == "map":
        return {key: one() for key in ("a", "")[: scene.random.randrange(3)]}
    return one()


# Types


def _change_type(scene: Scene, change: Callable[[str], Any]) -> bool:
    found = [m for m in scene.messages if m.type == wellknown.ANY and isinstance(m.value.get("@type"), str)]
    if not found:
        return False
    at = scene.at(scene.random.choice(found))
    at["@type"] = change(at["@type"])
    return True


@edit
def misspelt_type(scene: Scene) -> bool:
    return _change_type(scene, lambda type_url: _misspelt(scene.random, type_url))


@edit
def other_type(scene: Scene) -> bool:
    others = sorted({m.type for m in scene.messages if m.schema is not None})
    more = (
        f"{PREFIX}google.protobuf.Struct",
        f"{PREFIX}google.protobuf.Empty",
        f"{PREFIX}envoy.config.core.v3.Address",
    )
    return _change_type(scene, lambda type_url: scene.random.choice((*(PREFIX + each for each in others), *more)))


@edit
def other_type_prefix(scene: Scene) -> bool:
    prefixes = ("", "/", "example.com/", "https://type.googleapis.com/", "type.googleapis.com//")
    return _change_type(scene, lambda type_url: scene.random.choice(prefixes) + type_url.rpartition("/")[2])


@edit
def odd_type(scene: Scene) -> bool:
    return _change_type(scene, lambda type_url: scene.random.choice(("", 5, None, PREFIX, "x")))


@edit
def no_type(scene: Scene) -> bool:
    found = [m for m in scene.messages if m.type == wellknown.ANY and "@type" in m.value]
    if not found:
        return False
    del scene.at(scene.random.choice(found))["@type"]
    return True


@edit
def empty_any(scene: Scene) -> bool:
    return _set(scene, _is_any, lambda value: {})


# Names, references and texts with a grammar of their own


def _named(*names: str) -> Callable[[Message, str, Field], bool]:
    return lambda message, key, field: field.name in names and isinstance(message.value[key], str)


@edit
def dangling_reference(scene: Scene) -> bool:
    return _set(
        scene, _named("cluster", "route_config_name", "server_listener_name", "cluster_name"), lambda value: value + "x"
    )


@edit
def qualified_name(scene: Scene) -> bool:
    metadata = table(scene.object, "metadata")
    namespace = metadata.get("namespace", "")
    prefixes = (f"{namespace}/", "other/", "/", f"{namespace}/{metadata.get('name')}/")
    return _set(
        scene, _named("name", "cluster", "route_config_name"), lambda value: scene.random.choice(prefixes) + value
    )


@edit
def renamed_filter(scene: Scene) -> bool:
    return _set(scene, lambda m, k, f: f.name == "name" and "typed_config" in m.keys, lambda value: f"my.{value}")


@edit
def bad_regex(scene: Scene) -> bool:
    bad = ("(", "^/(?!a)", "[", "a{1,1001}", "(a)\\1", "/users/[a-zA-Z0-9-]{36}", "", "a**", "\\d+", ".*")
    return _set(scene, _named("regex"), lambda value: scene.random.choice(bad))


@edit
def odd_header_text(scene: Scene) -> bool:
    odd = ("100%", "%NOPE%", "%REQ(x", "%REQ(:path)%", "%%", "%START_TIME%", "a\rb")
    return _set(
        scene,
        lambda m, k, f: f.name == "value" and m.type.endswith("HeaderValue"),
        lambda value: scene.random.choice(odd),
    )


@edit
def odd_domain(scene: Scene) -> bool:
    odd = ("*", "a.*.com", "A.COM", "a.com", "", "http://a", "*a*", "a:80")
    return _set(
        scene,
        lambda m, k, f: f.name == "domains" and isinstance(m.value[k], list),
        lambda value: [*value, scene.random.choice(odd)],
    )


# Resources and the envelope


def _resources(scene: Scene) -> list[Any]:
    found = table(scene.object, "spec").get("resources")
    return found if isinstance(found, list) else []


@edit
def doubled_resource(scene: Scene) -> bool:
    resources = _resources(scene)
    if resources:
        resources.append(copy.deepcopy(scene.random.choice(resources)))
    return bool(resources)


@edit
def dropped_resource(scene: Scene) -> bool:
    resources = _resources(scene)
    if resources:
        resources.pop(scene.random.randrange(len(resources)))
    return bool(resources)


@edit
def reversed_resources(scene: Scene) -> bool:
    resources = _resources(scene)
    resources.reverse()
    return len(resources) > 1


@edit
def empty_resource(scene: Scene) -> bool:
    resources = _resources(scene)
    resources.append({})
    return len(resources) > 1


@edit
def no_services(scene: Scene) -> bool:
    return table(scene.object, "spec").pop("services", None) is not None


@edit
def some_services(scene: Scene) -> bool:
    spec = scene.object.get("spec")
    if not isinstance(spec, dict):
        return False
    listener = scene.random.choice(("l", "", None))
    entry = {"name": "svc", "namespace": table(scene.object, "metadata").get("namespace", "default")}
    spec["services"] = [{**entry, "listener": listener}] if listener is not None else [entry]
    return True


@edit
def annotated(scene: Scene) -> bool:
    metadata = scene.object["metadata"] = table(scene.object, "metadata")
    annotations = table(metadata, "annotations")
    names = ("inject-cilium-filters", "is-l7lb", "use-original-source-address")
    value = scene.random.choice(("true", "false", "no", "1", "T"))
    metadata["annotations"] = {**annotations, f"cec.cilium.io/{scene.random.choice(names)}": value}
    return True
