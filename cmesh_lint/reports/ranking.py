"""Which findings come first where not all can be shown."""

from __future__ import annotations

from collections.abc import Iterable

from ..finding import SEVERITIES, Finding


def rank(finding: Finding) -> int:
    """0 for the worst severity."""
    return SEVERITIES.index(finding.severity)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """By severity; within one severity, in the order they came in."""
    return sorted(findings, key=rank)
