"""Report + Ignores → Report: what is ignored no longer counts, and ignores that are wrong are findings themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from ...finding import Finding
from ...places import Span
from ...report import Ignored, Report, order
from ...rules.catalogue import current_id
from .ignore import Ignore
from .problems import KnownRules, complaints

Used = set[tuple[Ignore, str]]
"""Ignores that met a finding, each with the current id of the rule."""


def sift(report: Report, ignores: Collection[Ignore], rules: KnownRules | None) -> Report:
    """The report without what is ignored, and with what is to be said of the ignores. `not_checked` stays whole.

    Without `rules` nothing is said of the ignores.
    """
    if not ignores:
        return report
    nearest, used = _met(report.findings, ignores)
    kept = [finding for number, finding in enumerate(report.findings) if number not in nearest]
    ignored = [
        Ignored(report.findings[number], each.reason, each.by, each.place) for number, each in sorted(nearest.items())
    ]
    told = complaints(report, ignores, used, rules) if rules else ()
    findings = tuple(sorted([*kept, *told], key=order))
    return report._replace(findings=findings, ignored=(*report.ignored, *ignored))


def _met(findings: Sequence[Finding], ignores: Iterable[Ignore]) -> tuple[dict[int, Ignore], Used]:
    """The narrowest ignore that each finding meets, by the number of the finding; and all that meet one."""
    by_rule: dict[tuple[str, str], list[tuple[int, Ignore]]] = defaultdict(list)
    for number, ignore in enumerate(ignores):
        for rule in dict.fromkeys(map(current_id, ignore.rules)):
            by_rule[ignore.place.file, rule].append((number, ignore))
    here: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        key = finding.place.file, current_id(finding.rule)
        if key in by_rule:
            here[key].append(number)
    nearest: dict[int, Ignore] = {}
    used: Used = set()
    for key, numbers in here.items():
        starts = sorted((findings[number].place.span[:2], number) for number in numbers)
        for number, groups in _meeting(starts, _grouped(by_rule[key])):
            nearest[number] = min(groups, key=lambda group: (_size(group[0][1]), group[0][0]))[0][1]
            for group in groups:
                if (group[0][1], key[1]) not in used:
                    used.update((ignore, key[1]) for _, ignore in group)
    return nearest, used


_Group = list[tuple[int, Ignore]]
"""Ignores that cover the same, each with its number."""
_Position = tuple[int, int]


def _grouped(ignores: Iterable[tuple[int, Ignore]]) -> list[_Group]:
    groups: dict[Span | None, _Group] = defaultdict(list)
    for number, ignore in ignores:
        groups[ignore.covers].append((number, ignore))
    return sorted(groups.values(), key=lambda group: group[0][1].covers or (0, 0, 0, 0))


def _meeting(starts: Iterable[tuple[_Position, int]], groups: list[_Group]) -> Iterator[tuple[int, list[_Group]]]:
    """The groups that each finding meets, in one pass over both: only those around a finding are looked at."""
    open_groups: list[_Group] = []
    upcoming = 0
    for start, number in starts:
        while upcoming < len(groups) and _begin(groups[upcoming]) <= start:
            open_groups.append(groups[upcoming])
            upcoming += 1
        open_groups = [group for group in open_groups if _reaches(group, start)]
        if open_groups:
            yield number, open_groups


def _begin(group: _Group) -> _Position:
    covers = group[0][1].covers
    return covers[:2] if covers else (0, 0)


def _reaches(group: _Group, start: _Position) -> bool:
    covers = group[0][1].covers
    return covers is None or start < covers[2:]


def _size(ignore: Ignore) -> tuple[float, int]:
    """How much an ignore covers: the narrowest one says it best."""
    if ignore.covers is None:
        return float("inf"), 0
    start, end = ignore.covers[:2], ignore.covers[2:]
    return end[0] - start[0], end[1] - start[1]
