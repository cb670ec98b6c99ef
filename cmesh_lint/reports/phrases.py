"""Sentences that more than one format says: what a finding costs, and what a run found."""

from __future__ import annotations

from collections import Counter

from ..finding import Counts, Finding, Gate
from ..redaction.printable import printable
from ..report import Report

_NAMED = 3
"""Folders that a summary names."""
_COSTS: dict[Gate, str] = {
    "api": "nothing of the object reaches the cluster",
    "dropped": "the agent skips this resource and installs the rest of the object",
    "refused": "the agent takes nothing of the object",
    "nacked": "Envoy keeps what it had before",
    "crash": "the agent dies of it",
    "runtime": "everything accepts it, and it does not do what it says",
}
"""What a gate costs, where the finding does not say."""


def cost(finding: Finding) -> str:
    """Who says no, and what happens in the cluster: `dropped: the agent skips …`; empty where nobody knows."""
    if finding.gate is None:
        return printable(finding.consequence)
    return f"{finding.gate}: {printable(finding.consequence or _COSTS[finding.gate])}"


def summary(report: Report) -> str:
    """One line: what was looked at, and what came of it."""
    if not report.counts.files:
        return f"nothing was checked: no YAML or JSON file found{_left_out(report)}"
    found = "; ".join(filter(None, (_found(report), set_aside(report))))
    return f"checked {_looked_at(report.counts)}: {found}; {len(report.not_checked)} not checked{_left_out(report)}"


def _left_out(report: Report) -> str:
    """The folders that were not walked, the first few by name."""
    if not report.left_out:
        return ""
    names = [f"{printable(each.folder)} ({printable(each.reason)})" for each in report.left_out[:_NAMED]]
    more = [f"{len(report.left_out) - _NAMED} more"] if len(report.left_out) > _NAMED else []
    return f"; {count(len(report.left_out), 'folder')} left out: {', '.join([*names, *more])}"


def set_aside(report: Report) -> str:
    """What was found and does not count: `2 ignored, 1 switched off, 5 in the baseline`; empty where nothing."""
    off = sum(each.by == "configuration" for each in report.ignored)
    known = report.known.findings if report.known else ()
    parts = {"ignored": len(report.ignored) - off, "switched off": off, "in the baseline": len(known)}
    return ", ".join(f"{number} {what}" for what, number in parts.items() if number)


def describe_not_applied(report: Report) -> str:
    """What of a change does not say how it is judged; empty where nothing."""
    if report.since is None or not report.since.not_applied:
        return ""
    files = ", ".join(f"`{printable(file)}`" for file in report.since.not_applied)
    return f"not applied: {files} of this change; what `{printable(report.since.ref)}` has holds"


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _looked_at(counts: Counts) -> str:
    manifests, configs = count(counts.manifests, "manifest"), count(counts.configs, "CEC")
    skipped = f" ({counts.skipped} skipped: no Envoy configuration)" if counts.skipped else ""
    return f"{manifests} ({configs}) in {count(counts.files, 'file')}{skipped}"


def _found(report: Report) -> str:
    if report.since is None:
        return _severities(report)
    gone = f", {report.since.gone} gone" if report.since.gone else ""
    compared = f"{len(report.since.findings)} old{gone} since `{printable(report.since.ref)}`"
    return f"{len(report.findings)} new ({_severities(report)}), {compared}"


def _severities(report: Report) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    parts = [f"{counts['critical']} critical"] if counts["critical"] else []
    parts += [count(counts["error"], "error"), count(counts["warning"], "warning")]
    parts += [count(counts["info"], "info")] if counts["info"] else []
    return ", ".join(parts)
