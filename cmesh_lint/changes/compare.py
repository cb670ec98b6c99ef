"""Two states of some files, both checked: what is new in the later one."""

from __future__ import annotations

from collections import Counter

from ..config.settings import Settings
from ..finding import Finding
from ..fingerprint import fingerprint
from ..lint.cross_file import scene
from ..pipeline import LintedFiles, conclude
from ..report import Report
from ..tuples import NamedTuple


class Comparison(NamedTuple):
    """What is found in the later state."""

    report: Report
    """With all of it."""
    new: tuple[Finding, ...]
    old: tuple[Finding, ...]
    """Those of its findings that the earlier state has, too."""
    gone: int
    """How many the earlier state has, and the later one has no more."""


def compare(now: LintedFiles, before: LintedFiles, settings: Settings) -> Comparison:
    """Checks both. Of equal findings, the first are old."""
    then = scene(before.outcomes, before.source_of, asked=now.outcomes)
    left = Counter(map(fingerprint, conclude(before, settings, now=then).findings))
    report = conclude(now, settings, before=then)
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in report.findings:
        mark = fingerprint(finding)
        (old if left[mark] > 0 else new).append(finding)
        left[mark] -= 1
    gone = sum(number for number in left.values() if number > 0)
    return Comparison(report, tuple(new), tuple(old), gone)
