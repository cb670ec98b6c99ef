"""Report + Ignores → Report: what is ignored no longer counts, and ignores that are wrong are findings themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

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
    by_file: dict[str, list[Ignore]] = defaultdict(list)
    for each in ignores:
        by_file[each.place.file].append(each)
    kept: list[Finding] = []
    ignored: list[Ignored] = []
    used: Used = set()
    for finding in report.findings:
        meeting = [each for each in by_file.get(finding.place.file, ()) if each.meets(finding)]
        used.update((each, finding.rule) for each in meeting)
        if meeting:
            nearest = min(meeting, key=_size)
            ignored.append(Ignored(finding, nearest.reason, nearest.by, nearest.place))
        else:
            kept.append(finding)
    told = complaints(report, ignores, used, rules) if rules else ()
    findings = tuple(sorted([*kept, *told], key=order))
    return report._replace(findings=findings, ignored=(*report.ignored, *ignored))


def _size(ignore: Ignore) -> tuple[float, int]:
    """How much an ignore covers: the narrowest one says it best."""
    if ignore.covers is None:
        return float("inf"), 0
    start, end = ignore.covers[:2], ignore.covers[2:]
    return end[0] - start[0], end[1] - start[1]
