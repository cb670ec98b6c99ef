"""The Code Quality report of GitLab: a JSON array of issues, shown in the merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Literal, TypedDict

from ..finding import Finding, NotChecked, Severity
from ..fingerprint import fingerprint, fingerprint_not_checked, number_duplicates
from ..redaction.printable import json_text, printable
from ..report import Report
from .phrases import cost

Level = Literal["info", "minor", "major", "critical", "blocker"]
_LEVELS: dict[Severity, Level] = {"critical": "blocker", "error": "critical", "warning": "minor", "info": "info"}
_NOT_CHECKED: Level = "major"


class Lines(TypedDict):
    begin: int


class Location(TypedDict):
    path: str
    lines: Lines


class Issue(TypedDict):
    description: str
    check_name: str
    fingerprint: str
    """Never twice in a report: of two, GitLab keeps one."""
    severity: Level
    location: Location


def render(report: Report, *, colour: bool = False) -> str:
    """Every finding, and everything not checked, as an issue."""
    found = [*map(_finding, report.findings), *map(_not_checked, report.not_checked)]
    prints = number_duplicates(issue["fingerprint"] for issue in found)
    issues = [Issue(**{**issue, "fingerprint": each}) for issue, each in zip(found, prints, strict=True)]
    return json_text(issues) + "\n"


def _finding(finding: Finding) -> Issue:
    said = cost(finding)
    return {
        "description": printable(finding.message) + (f" ({said})" if said else ""),
        "check_name": finding.rule,
        "fingerprint": fingerprint(finding),
        "severity": _LEVELS[finding.severity],
        "location": _location(finding.place.file, finding.place.span.line),
    }


def _not_checked(item: NotChecked) -> Issue:
    return {
        "description": f"not checked: {printable(item.reason)}",
        "check_name": "not-checked",
        "fingerprint": fingerprint_not_checked(item),
        "severity": _NOT_CHECKED,
        "location": _location(item.file, item.line or 1),
    }


def _location(file: str, line: int) -> Location:
    return {"path": printable(file), "lines": {"begin": line}}
