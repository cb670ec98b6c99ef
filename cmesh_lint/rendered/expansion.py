"""The CECs of stanzas, as a text that is judged; a place in it comes from a field of a stanza."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from ..finding import Finding, ObjectRef, Related
from ..krm.expand import Expansion, Trace
from ..krm.reading import Found, stanza_of
from ..krm.stanza import Stanza, StanzaProblem, ValuePlace
from ..places import Place, Route
from ..rules import catalogue
from ..source.documents import Document
from ..source.files import Source
from ..source.yaml_writer import dump
from .relocate import place_of
from .types import Cause, Made


def expand(path: str, expansion: Expansion) -> Made:
    """What stanzas become, under a name."""
    data = "---\n".join(map(dump, expansion.resources)).encode()
    by_resource: list[list[Trace]] = [[] for _ in expansion.resources]
    for trace in expansion.traces:
        by_resource[trace.resource].append(trace)

    def cause(place: Place) -> Cause | None:
        traces = by_resource[place.document]
        return cause_of(max(traces, key=lambda each: _nearness(each, place.route)).site) if traces else None

    return Made(Source(path, data), "<expanded stanzas>", "in the CEC that it becomes", cause)


def cause_of(site: ValuePlace) -> Cause | None:
    """Where a place of a stanza stands; None for one that stands in no file."""
    text = site.stanza.text
    return Cause(text, (*site.stanza.route, *site.route), site.at) if isinstance(text, Document) else None


def _nearness(trace: Trace, route: Route) -> int:
    """How much of the way to a place in a CEC a trace leads: what was merged there may lead further."""
    shared = _shared(trace.route, route)
    if shared < len(trace.route):
        return shared
    return shared + _depth(trace.value, route[shared:])


def _shared(one: Route, other: Route) -> int:
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _depth(value: Any, route: Route) -> int:
    steps = iter(route)
    with suppress(LookupError, TypeError):
        for step in steps:
            value = value[step]
        return len(route)
    return len(route) - len(tuple(steps)) - 1


def complaint_finding(complaint: StanzaProblem, versions: tuple[str, ...]) -> Finding | None:
    """The finding that a complaint about a stanza is; None where it stands in no file."""
    cause = cause_of(complaint.site)
    if cause is None:
        return None
    related = ((cause_of(site), said) for site, said in complaint.others)
    found = stanza_finding("invalid-stanza", ref(complaint.site.stanza), complaint.message, cause, versions)
    return found._replace(related=tuple(Related(place_of(each), said) for each, said in related if each is not None))


def stanza_finding(rule: str, about: ObjectRef, message: str, cause: Cause, versions: tuple[str, ...]) -> Finding:
    """A finding about a stanza."""
    card = catalogue.card(rule)
    return Finding(rule, card.severity, card.gate, message, CONSEQUENCES[rule], place_of(cause), about, versions)


def find_unexpanded(found: Found, where: str, versions: tuple[str, ...]) -> Finding | None:
    """The finding that a stanza stands where CECs should; None for one that stands in no file."""
    stanza = stanza_of(found)
    cause = cause_of(ValuePlace(stanza, ("kind",)))
    message = f"`{stanza.kind}` is not expanded in {where}; expected the CEC that is generated from it"
    return stanza_finding("unexpanded-stanza", ref(stanza), message, cause, versions) if cause else None


def ref(stanza: Stanza) -> ObjectRef:
    """Which object it is."""
    return ObjectRef(stanza.kind, stanza.namespace, stanza.name)


CONSEQUENCES = {
    "invalid-stanza": "no CEC is generated from this policy and those that are expanded with it",
    "unexpanded-stanza": "the API server does not know the kind and rejects it; the policy is not in force anywhere",
    "lost-stanza": "the policy is missing from what is applied, and nothing reports it",
}
"""What it costs, by rule."""


def shared_complaints(one: Iterable[StanzaProblem], other: Sequence[StanzaProblem]) -> list[StanzaProblem]:
    """Complaints that are in both."""
    known = {_told(each) for each in other}
    return [each for each in one if _told(each) in known]


def _told(complaint: StanzaProblem) -> tuple[object, ...]:
    return id(complaint.site.stanza.text), complaint.site.stanza.route, complaint.site.route, complaint.message
