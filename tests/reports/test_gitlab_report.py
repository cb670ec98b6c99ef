"""Code Quality of GitLab: every finding once, with what GitLab asks for."""

from __future__ import annotations

import json

import pytest
from any_report import reports
from hypothesis import given, settings
from sample_reports import MIXED, REPORTS

from cmesh_lint.fingerprint import fingerprint
from cmesh_lint.reports import gitlab


@pytest.mark.parametrize("name", ["mixed", "nothing", "harmful"])
def test_whole(name, golden):
    golden(f"{name}.gitlab.json", gitlab.render(REPORTS[name]))


@settings(max_examples=60, deadline=None)
@given(reports)
def test_everything_is_an_issue_of_its_own(report):
    text = gitlab.render(report)
    text.encode()
    issues = json.loads(text)
    assert len(issues) == len(report.findings) + len(report.not_checked)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert {name: type(value) for name, value in issue.items()} == {
            "description": str,
            "check_name": str,
            "fingerprint": str,
            "severity": str,
            "location": dict,
        }
        assert issue["location"]["lines"]["begin"] >= 1


def test_severities_and_fingerprints():
    issues = json.loads(gitlab.render(MIXED))
    assert [issue["severity"] for issue in issues] == [
        "critical", "blocker", "critical", "minor", "info", "info", "major", "major",
    ]  # fmt: skip
    assert issues[0]["fingerprint"] == fingerprint(MIXED.findings[0])
