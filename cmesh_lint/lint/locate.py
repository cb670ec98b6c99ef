"""Problem → Finding: a route becomes a place, and what the card of the rule knows is added."""

from __future__ import annotations

from ..finding import Finding, Gate, Note, Problem, Related
from ..places import Place, Route
from ..rule import Rule
from ..rules.catalogue import card
from ..source.documents import Document, ReadProblem
from ..source.manifests import Manifest
from ..source.resources import Resource
from .consequences import consequence


def finding(problem: Problem, manifest: Manifest, resource: Resource | None, versions: tuple[str, ...]) -> Finding:
    """The finding that a judge's problem in a manifest is."""
    rule = card(problem.rule)
    gate = problem.gate or rule.gate
    return Finding(
        rule=rule.id,
        severity=problem.severity or rule.severity,
        gate=gate,
        message=manifest.document.discreet(problem.message, problem.route),
        consequence=problem.consequence or _effect(rule, gate) or consequence(gate, manifest, resource),
        place=place(manifest.document, problem.route, problem.at),
        object=manifest.ref,
        versions=versions,
        related=tuple(_related(note, manifest.document) for note in problem.notes),
    )


def _effect(rule: Rule, gate: Gate | None) -> str:
    """The rule's own sentence, where the problem is of the rule's own gate."""
    return rule.effect if gate == rule.gate else ""


def _related(note: Note, document: Document) -> Related:
    return Related(place(document, note.route, note.at), document.discreet(note.message, note.route))


def reading_finding(problem: ReadProblem, versions: tuple[str, ...]) -> Finding:
    """The finding that a problem of the text itself is."""
    rule = card(problem.rule)
    said = problem.consequence or rule.effect or consequence(rule.gate, None, None)
    return Finding(
        rule.id, rule.severity, rule.gate, problem.message, said, problem.place, None, versions, problem.related
    )


def place(document: Document, route: Route, at: str) -> Place:
    """Where a route stands in its file, with the lines that show it; secrets among them are masked."""
    span = document.span(route, "key" if at == "key" else "value")
    return Place(document.source.path, document.index, route, span, document.excerpt(span))
