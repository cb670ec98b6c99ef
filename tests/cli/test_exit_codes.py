"""What the exit status is for a report."""

from __future__ import annotations

import pytest

from cmesh_lint.config.settings import FAIL_LEVELS
from cmesh_lint.finding import Counts, Finding, NotChecked
from cmesh_lint.places import Place, Span
from cmesh_lint.report import Report
from cmesh_lint.terminal.exit_codes import CLEAN, FINDINGS, NOT_JUDGED, exit_code

FILES = Counts(files=1)
UNJUDGED = (NotChecked("a.yaml", "too large"),)


def findings(*severities):
    place = Place("a.yaml", 0, (), Span(1, 1, 1, 2))
    return tuple(Finding("x", severity, None, "m", "", place, None, ()) for severity in severities)


@pytest.mark.parametrize(
    ("severity", "failing"),
    [
        ("critical", {"critical", "error", "warning", "info"}),
        ("error", {"error", "warning", "info"}),
        ("warning", {"warning", "info"}),
        ("info", {"info"}),
    ],
)
def test_the_fail_level_decides(severity, failing):
    report = Report(findings(severity), (), FILES, ())
    assert {level for level in FAIL_LEVELS if exit_code(report, level) == FINDINGS} == failing
    assert all(exit_code(report, level) == CLEAN for level in set(FAIL_LEVELS) - failing)


def test_the_worst_finding_counts():
    assert exit_code(Report(findings("info", "critical", "info"), (), FILES, ()), "critical") == FINDINGS


def test_what_was_not_judged_is_not_clean():
    assert exit_code(Report((), UNJUDGED, FILES, ()), "error") == NOT_JUDGED
    assert exit_code(Report(findings("warning"), UNJUDGED, FILES, ()), "error") == NOT_JUDGED
    assert exit_code(Report(findings("error"), UNJUDGED, FILES, ()), "error") == FINDINGS
    assert exit_code(Report(findings("error"), UNJUDGED, FILES, ()), "never") == NOT_JUDGED


def test_nothing_to_read_is_not_clean():
    assert exit_code(Report((), (), Counts(), ()), "error") == NOT_JUDGED
    assert exit_code(Report((), (), FILES, ()), "error") == CLEAN
