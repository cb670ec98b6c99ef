"""Findings → what each of them follows from or waits for, by what the findings say and nothing else.

A finding is *caused* by another where fixing that one makes it go away: `all-resources-dropped` by a resource that is
dropped, an unused cluster by the misspelt reference to it. (Of names that a dropped resource has or uses, rules find
nothing in the first place.) It is *masked* where it is a mistake of its own that has no effect yet: what Envoy would
reject in an object that never gets that far. Both are said of findings of one object only, whose root is no milder and
holds for every version of Cilium that they hold for; masked ones are of a later gate. All others are independent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from ..finding import SEVERITIES, Finding, Gate
from ..places import Route
from ..rules.catalogue import current_id
from ..tuples import NamedTuple

PIPELINE: tuple[Gate | None, ...] = ("api", "crash", "refused", "dropped", "nacked", "runtime", None)
"""Gates in the order in which they can stop an object; last what concerns no gate."""

_WHOLE: frozenset[Gate | None] = frozenset({"api", "crash", "refused"})
"""Gates that let nothing of an object through."""
_LATE: frozenset[Gate | None] = frozenset({"nacked", "runtime"})
"""Gates that only see what all others let through."""
_SERIOUS = frozenset({"critical", "error"})

_MISSPELT = {
    "unused-cluster": "unknown-cluster",
    "unused-route-configuration": "unknown-route-configuration",
}
"""A rule about a name that nothing uses, and the one about a name that nothing has: the second suggests the first."""
_ANYWAY = frozenset({"inline-private-key"})
"""Rules about what does harm in the repository already, whoever refuses the object."""
_NOTHING_LEFT = "all-resources-dropped"
_NAMED = re.compile("`([^`]+)`")

Relation = Literal["caused", "masked"]


class Root(NamedTuple):
    """Where a finding comes from: the index of another one, which has no root itself."""

    at: int
    relation: Relation


class Group(NamedTuple):
    """A finding, with those that have it as their root."""

    finding: Finding
    caused: tuple[Finding, ...] = ()
    masked: tuple[Finding, ...] = ()


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """Findings as people read them: files and objects where they stand, in each object the worst and earliest first."""
    found = roots(findings)
    below: dict[int, list[int]] = defaultdict(list)
    ranked = _ranked(findings)
    for index in ranked:
        if index in found:
            below[found[index].at].append(index)

    def related(root: int, relation: Relation) -> tuple[Finding, ...]:
        return tuple(findings[index] for index in below[root] if found[index].relation == relation)

    return [
        Group(findings[index], related(index, "caused"), related(index, "masked"))
        for index in ranked
        if index not in found
    ]


def roots(findings: Sequence[Finding]) -> dict[int, Root]:
    """The root of each finding that has one, by their indices."""
    direct: dict[int, Root] = {}
    for indices in _by_object(findings).values():
        serious = any(findings[index].severity in _SERIOUS for index in indices)
        if serious and len(indices) > 1 and findings[indices[0]].object is not None:
            direct.update(_Object(findings, _sorted(findings, indices)).direct())
    return {index: _followed(index, direct) for index in direct}


def _followed(index: int, direct: dict[int, Root]) -> Root:
    """The end of a chain. It ends: each step goes to an earlier gate, or from what is unused to what is unknown."""
    relation: Relation = "caused"
    while index in direct:
        index, step = direct[index]
        relation = "masked" if step == "masked" else relation
    return Root(index, relation)


class _Object:
    """The findings of one object, by what can be their root; the first in the order of a report is taken."""

    def __init__(self, findings: Sequence[Finding], indices: Sequence[int]) -> None:
        self._findings = findings
        self._indices = indices
        self._by_key: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for index in indices:
            for key in _offers(findings[index]):
                # Of those that are alike in what counts one is enough.
                if not any(_alike(findings[index], findings[other]) for other in self._by_key[key]):
                    self._by_key[key].append(index)

    def direct(self) -> Iterator[tuple[int, Root]]:
        for index in self._indices:
            finding = self._findings[index]
            for relation, key in _wishes(finding):
                found = next((each for each in self._by_key.get(key, ()) if self._explains(each, index)), None)
                if found is not None:
                    yield index, Root(found, relation)
                    break

    def _explains(self, root: int, index: int) -> bool:
        first, finding = self._findings[root], self._findings[index]
        no_worse = SEVERITIES.index(first.severity) <= SEVERITIES.index(finding.severity)
        return root != index and no_worse and set(first.versions) >= set(finding.versions)


def _alike(one: Finding, other: Finding) -> bool:
    return (one.severity, one.versions) == (other.severity, other.versions)


def _offers(finding: Finding) -> Iterator[tuple[object, ...]]:
    """What a finding can be the root of."""
    if finding.severity not in _SERIOUS:
        return
    if finding.gate in _WHOLE:
        yield ("whole",)
    resource = _resource(finding.place.route)
    if finding.gate == "dropped" and resource:
        yield ("dropped",)
        yield "resource", resource
    rule = current_id(finding.rule)
    if rule in _MISSPELT.values():
        yield from (("suggested", rule, name) for name in dict.fromkeys(_NAMED.findall(finding.message)))


def _wishes(finding: Finding) -> Iterator[tuple[Relation, tuple[object, ...]]]:
    """What can be the root of a finding, the best first."""
    rule = current_id(finding.rule)
    if rule == _NOTHING_LEFT:
        yield "caused", ("dropped",)
    if rule in _MISSPELT:
        for name in dict.fromkeys(_NAMED.findall(finding.message)):
            yield "caused", ("suggested", _MISSPELT[rule], name)
    if finding.gate in _LATE and _is_in_spec(finding.place.route) and rule not in _ANYWAY:
        yield "masked", ("whole",)
        resource = _resource(finding.place.route)
        if resource:
            yield "masked", ("resource", resource)


def _resource(route: Route) -> Route:
    """The route of the Envoy resource that a route leads into; empty where it leads into none."""
    start = _start(route)
    into = route[start : start + 3]
    return route[: start + 3] if len(into) == 3 and into[:2] == ("spec", "resources") else ()


def _is_in_spec(route: Route) -> bool:
    """Whether a route leads into what the agent and Envoy act on. What is wrong with metadata may matter to others."""
    return route[_start(route) :][:1] == ("spec",)


def _start(route: Route) -> int:
    """How many steps of a route lead to the object: two for each list that it is in."""
    start = 0
    while len(route) > start + 1 and route[start] == "items" and isinstance(route[start + 1], int):
        start += 2
    return start


def _by_object(findings: Sequence[Finding]) -> dict[object, list[int]]:
    """The indices of the findings of each object, files and objects in the order in which they stand."""
    files: dict[str, int] = {}
    objects: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, each in enumerate(findings):
        files.setdefault(each.place.file, len(files))
        place = each.place
        objects[place.file, place.document, each.object, place.route[: _start(place.route)]].append(index)

    def position(item: tuple[object, list[int]]) -> tuple[Any, ...]:
        first = min((findings[index].place for index in item[1]), key=lambda place: place.span)
        return files[first.file], first.document, first.span

    return dict(sorted(objects.items(), key=position))


def _ranked(findings: Sequence[Finding]) -> list[int]:
    """All indices in the order of a report."""
    return [index for indices in _by_object(findings).values() for index in _sorted(findings, indices)]


def _sorted(findings: Sequence[Finding], indices: Iterable[int]) -> list[int]:
    return sorted(indices, key=lambda index: _rank(findings[index]))


def _rank(finding: Finding) -> tuple[Any, ...]:
    """What the findings of one object are sorted by."""
    gate = PIPELINE.index(finding.gate)
    return SEVERITIES.index(finding.severity), gate, finding.place.span, finding.rule, finding.message


def enumerate_by_rule(findings: Iterable[Finding]) -> str:
    """Rules and lines: `unused-cluster (line 12), weight-zero (lines 30, 41)`."""
    lines: dict[str, list[int]] = defaultdict(list)
    for each in findings:
        lines[each.rule].append(each.place.span.line)
    return ", ".join(
        f"{rule} ({'line' if len(at) == 1 else 'lines'} {', '.join(map(str, at))})" for rule, at in lines.items()
    )
