"""Findings in what YAML aliases repeat: reported once, at the anchor, with the places of the aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..finding import At, Finding, Related
from ..places import Place, Route
from ..source.documents import Document


def told_once(findings: Iterable[Finding], document: Document) -> Iterator[Finding]:
    """The findings of one document in their order. Of those that say the same of the same text the first is kept,
    with the places of the aliases that repeat the text.
    """
    kept: dict[object, Finding] = {}
    again: dict[object, dict[Place, Related]] = {}
    for found in findings:
        key: object = (found.rule, found.severity, found.gate, found.message, found.place.span, found.versions)
        if key not in kept:
            kept[key] = found
        elif (alias := _alias(document, found.place.route)) is not None:
            again.setdefault(key, {}).setdefault(alias, Related(alias, _again(found)))
        else:
            kept[key, found.place.route, len(kept)] = found
    for key, found in kept.items():
        more = tuple(again.get(key, {}).values())
        yield found._replace(related=(*found.related, *more)) if more else found


def _again(found: Finding) -> str:
    return (
        f"the same finding, through an alias: {found.consequence}"
        if found.consequence
        else "the same finding, through an alias"
    )


def _alias(document: Document, route: Route) -> Place | None:
    """The outermost alias on the way to a route; None where there is none."""

    def start(to: Route, at: At) -> tuple[int, int]:
        return document.span(to, at)[:2]

    for length in range(1, len(route) + 1):
        here, around = route[:length], route[: length - 1]
        named = isinstance(here[-1], str)
        if named and start(here, "value") < start(here, "key"):
            return document.place_of(here, document.span(here, "key"))
        if around and start(here, "key" if named else "value") < start(around, "value"):
            return document.place_of(around, document.span(around, "key"))  # an element, or a merge key
    return None
