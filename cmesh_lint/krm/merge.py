"""Several policies of one kind for one Service → one policy; every value knows the policies that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..places import Route, spell
from .fields import MAP_KEYS, Schema
from .stanza import Stanza, StanzaProblem, ValuePlace

Sites = dict[Route, list[ValuePlace]]


class Merged(NamedTuple):
    """A spec, and where each value in it stands."""

    value: dict[str, Any]
    sites: Sites
    """Every route of the spec, inner ones too → where it was written."""

    def at(self, route: Route) -> ValuePlace:
        """Where what is at a route was written; of something missing, what should hold it."""
        while route not in self.sites:
            route = route[:-1]
        return self.sites[route][0]

    def all_at(self, route: Route) -> list[ValuePlace]:
        """All places where a value was written, which may be several that agree."""
        return self.sites.get(route) or [self.at(route)]


def merge(stanzas: Sequence[Stanza], schema: Schema, without: Sequence[str]) -> tuple[Merged, list[StanzaProblem]]:
    """The specs of policies as one, without some fields; and where two of them disagree."""
    merging = _Merging()
    sites: Sites = {(): [ValuePlace(stanza, ("spec",)) for stanza in stanzas]}
    parts = [
        (ValuePlace(stanza, ("spec",)), {field: value for field, value in stanza.spec.items() if field not in without})
        for stanza in stanzas
    ]
    value = merging.tables(parts, schema, (), sites)
    return Merged(value, sites), merging.complaints


Part = tuple[ValuePlace, Any]


class _Merging:
    """Collects what disagrees."""

    def __init__(self) -> None:
        self.complaints: list[StanzaProblem] = []

    def any(self, parts: Sequence[Part], schema: Schema, route: Route, sites: Sites) -> Any:
        sites[route] = [site for site, _ in parts]
        values = [value for _, value in parts]
        if all(isinstance(value, dict) for value in values):
            return self.tables(parts, schema, route, sites)
        if all(isinstance(value, list) for value in values) and MAP_KEYS in schema:
            return self.named(parts, schema, route, sites)
        for site, value in parts[1:]:
            if value != values[0]:
                self._disagree(parts[0], (site, value), route)
        _note(parts[0], route, sites)
        return values[0]

    def tables(self, parts: Sequence[Part], schema: Schema, route: Route, sites: Sites) -> dict[str, Any]:
        fields: dict[str, list[Part]] = {}
        for site, value in parts:
            for field, each in value.items():
                fields.setdefault(field, []).append((site._replace(route=(*site.route, field)), each))
        known = schema.get("properties", {})
        others = schema.get("additionalProperties") or {}
        single = schema.get("maxProperties") == 1 and len(fields) > 1
        if single:
            first, second = [several[0] for several in fields.values()][:2]
            self._disagree(first, second, route)
        # In the order of the schema, others by name: how a policy is written must not show in what comes out.
        ordered = [
            *(field for field in known if field in fields),
            *sorted(field for field in fields if field not in known),
        ]
        return {field: self.any(fields[field], known.get(field, others), (*route, field), sites) for field in ordered}

    def named(self, parts: Sequence[Part], schema: Schema, route: Route, sites: Sites) -> list[Any]:
        """Entries of the same name become one. They are sorted by name: the order of policies means nothing."""
        (key,) = schema[MAP_KEYS]
        entries: dict[str, list[Part]] = {}
        for site, value in parts:
            for index, each in enumerate(value):
                entries.setdefault(each[key], []).append((site._replace(route=(*site.route, index)), each))
        return [
            self.any(entries[name], schema["items"], (*route, index), sites)
            for index, name in enumerate(sorted(entries))
        ]

    def _disagree(self, first: Part, second: Part, route: Route) -> None:
        message = f"`{spell(route)}` is {describe(second[1])} here, but {describe(first[1])} in {first[0].stanza}; "
        message += "expected one of the two, or the same value in both"
        self.complaints.append(StanzaProblem(second[0], message, ((first[0], f"here it is {describe(first[1])}"),)))


def describe(value: Any) -> str:
    """A value on one line, cut where it is long."""
    from json import dumps

    text = dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def _note(part: Part, route: Route, sites: Sites) -> None:
    """Notes where the parts of a list stand that is one value."""
    for step, each in _children(part[1]):
        below = (part[0]._replace(route=(*part[0].route, step)), each)
        sites.setdefault((*route, step), [below[0]])
        _note(below, (*route, step), sites)


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
