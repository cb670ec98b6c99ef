"""What the exit status says; the same in the command line, the hook and the plugins."""

from __future__ import annotations

from ..config.settings import FailLevel
from ..finding import SEVERITIES
from ..report import Report

CLEAN = 0
"""Everything was checked, and no finding reaches the fail level."""
FINDINGS = 1
"""A finding reaches the fail level."""
USAGE = 2
"""The command line, the environment or the configuration file is wrong."""
NOT_JUDGED = 3
"""Something could not be checked, there was nothing to read, or the tool itself broke."""
INTERRUPTED = 130
"""Ended by Ctrl-C, as shells count it: 128 and SIGINT."""


def exit_code(report: Report, fail_level: FailLevel) -> int:
    """CLEAN, FINDINGS or NOT_JUDGED. `never` forgives findings, not what could not be checked.

    Findings say enough of a file that could not be read beside them. Custom rules that were not asked leave
    the verdict on every file open, whatever else was found.
    """
    if report.organisation is not None and not report.organisation.complete:
        return NOT_JUDGED
    if fail_level != "never":
        failing = SEVERITIES[: SEVERITIES.index(fail_level) + 1]
        if any(finding.severity in failing for finding in report.findings):
            return FINDINGS
    return NOT_JUDGED if report.not_checked or not report.counts.files else CLEAN
