"""Findings in what was made → findings in the files that people edit, the made place second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..finding import Finding, Related
from ..lint import locate
from ..places import Place
from .types import Cause, Made

Told = tuple[str, str, int, int]
"""What a finding is the same by: the rule, and where it begins."""


def relocate(finding: Finding, made: Mapping[str, Made]) -> Finding:
    """The finding where its cause is. `made`: everything that was made, by its path."""
    related = tuple(_related(each, made) for each in finding.related)
    here = made.get(finding.place.file)
    if here is None:
        return finding._replace(related=related)
    there = finding.place._replace(file=here.shown)
    cause = here.cause(finding.place)
    if cause is None:
        return finding._replace(place=there, related=related)
    moved = finding._replace(place=place_of(cause), related=(Related(there, here.words), *related))
    # A policy that was expanded may have been built by kustomize before.
    return relocate(moved, made) if moved.place.file in made else moved


def place_of(cause: Cause) -> Place:
    """Where a cause stands."""
    return locate.place(cause.document, cause.route, cause.at)


def _related(related: Related, made: Mapping[str, Made]) -> Related:
    here = made.get(related.place.file)
    if here is None:
        return related
    cause = here.cause(related.place)
    if cause is None:
        return related._replace(place=related.place._replace(file=here.shown))
    return _related(related._replace(place=place_of(cause)), made)


def key(finding: Finding) -> Told:
    """What a finding is the same by."""
    return finding.rule, finding.place.file, finding.place.span.line, finding.place.span.column


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of several overlays, each place and rule once: all made places and versions together."""
    by_key: dict[Told, Finding] = {}
    for finding in findings:
        before = by_key.setdefault(key(finding), finding)
        if before is not finding:
            known = {(each.place.file, each.message) for each in before.related}
            more = tuple(each for each in finding.related if (each.place.file, each.message) not in known)
            versions = tuple(dict.fromkeys((*before.versions, *finding.versions)))
            by_key[key(finding)] = before._replace(related=(*before.related, *more), versions=versions)
    yield from by_key.values()
