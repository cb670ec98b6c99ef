"""Report + Ignores → Report: what is ignored no longer counts, and ignores that are wrong are findings themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from ..finding import Finding, Ignored, Report, order
from .complaints import Rules, complaints
from .nouns import Ignore

Used = set[tuple[Ignore, str]]


def sift(report: Report, ignores: Collection[Ignore], rules: Rules | None) -> Report:
    """The report without what is ignored, and with what is to be said of the ignores. `not_checked` stays whole.

    Without `rules` nothing is said of the ignores.
    """
    if not ignores:
        return report
    index = _Index(ignores)
    kept: list[Finding] = []
    ignored: list[Ignored] = []
    used: Used = set()
    for finding in report.findings:
        meeting = [each for each in index.near(finding) if each.meets(finding)]
        used.update((each, finding.rule) for each in meeting)
        if meeting:
            nearest = min(meeting, key=_size)
            ignored.append(Ignored(finding, nearest.reason, nearest.by, nearest.place))
        else:
            kept.append(finding)
    told = complaints(report, ignores, used, rules) if rules else ()
    findings = tuple(sorted([*kept, *told], key=order))
    return report._replace(findings=findings, ignored=(*report.ignored, *ignored))


class _Index:
    """Ignores by file, rule and line, so that a finding is held against the few that can be about it."""

    def __init__(self, ignores: Iterable[Ignore]) -> None:
        self._wide: dict[tuple[str, str], list[Ignore]] = defaultdict(list)
        self._on_line: dict[tuple[str, str, int], list[Ignore]] = defaultdict(list)
        for ignore in ignores:
            lines = _lines(ignore)
            for rule in ignore.rules:
                if lines is None:
                    self._wide[ignore.place.file, rule].append(ignore)
                for line in lines or ():
                    self._on_line[ignore.place.file, rule, line].append(ignore)

    def near(self, finding: Finding) -> Iterator[Ignore]:
        """The ignores of the finding's rule that cover its file, or begin or end near its line."""
        file, line = finding.place.file, finding.place.span.line
        yield from self._on_line.get((file, finding.rule, line), ())
        yield from self._wide.get((file, finding.rule), ())


_NARROW = 64
"""Lines. What covers more is kept once for its file."""


def _lines(ignore: Ignore) -> range | None:
    """The lines that an ignore covers; None for many."""
    if ignore.covers is None or ignore.covers[2] - ignore.covers[0] > _NARROW:
        return None
    return range(ignore.covers[0], ignore.covers[2] + 1)


def _size(ignore: Ignore) -> tuple[float, int]:
    """How much an ignore covers: the narrowest one says it best."""
    if ignore.covers is None:
        return float("inf"), 0
    start, end = ignore.covers[:2], ignore.covers[2:]
    return end[0] - start[0], end[1] - start[1]
