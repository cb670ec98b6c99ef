"""The report for people: each finding with its lines, what it costs, and where to read more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from click import style

from ..finding import Counts, Finding, Gate, NotChecked, Report, Severity
from ..links import rule_url
from ..places import Place
from ..versions import joined
from .excerpt import excerpt
from .visible import visible

_COLOURS: dict[Severity, str] = {
    "critical": "bright_magenta",
    "error": "bright_red",
    "warning": "bright_yellow",
    "info": "bright_blue",
}

_COSTS: dict[Gate, str] = {
    "api": "nothing of the object reaches the cluster",
    "dropped": "the agent skips this resource and installs the rest of the object",
    "refused": "the agent takes nothing of the object",
    "nacked": "Envoy keeps what it had before",
    "crash": "the agent dies of it",
    "runtime": "everything accepts it, and it does not do what it says",
}
"""What a gate costs, where the finding does not say."""


def render(report: Report, *, colour: bool = False) -> str:
    """The findings, what was not checked, and one line that sums up."""
    pen = _Pen(colour)
    blocks = ["\n".join(_finding(finding, pen)) for finding in report.findings]
    if report.not_checked:
        blocks.append("\n".join(_not_checked(item, pen) for item in report.not_checked))
    blocks.append(_summary(report))
    return "\n\n".join(blocks) + "\n"


class _Pen:
    """Paints where there is colour; elsewhere it leaves the text as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def bold(self, text: str) -> str:
        return style(text, bold=True) if self._colour else text

    def quiet(self, text: str) -> str:
        return style(text, fg="bright_blue") if self._colour else text

    def loud(self, text: str, severity: Severity) -> str:
        return style(text, fg=_COLOURS[severity], bold=True) if self._colour else text

    def link(self, text: str, url: str) -> str:
        """A hyperlink as terminals know it (OSC 8)."""
        return f"\033]8;;{url}\033\\{text}\033]8;;\033\\" if self._colour else text


def _finding(finding: Finding, pen: _Pen) -> Iterator[str]:
    place = finding.place
    head = pen.loud(finding.severity, finding.severity)
    rule = pen.link(finding.rule, rule_url(finding.rule))
    yield f"{pen.bold(_spelled(place))}: {head}[{rule}]: {visible(finding.message)}"
    yield from excerpt(place, pen.quiet, lambda text: pen.loud(text, finding.severity))
    margin = " " * len(str(place.span.line)) + " " + pen.quiet("=")
    for line in _remarks(finding):
        yield f"{margin} {line}"


def _remarks(finding: Finding) -> Iterator[str]:
    for related in finding.related:
        yield f"see {_spelled(related.place)}: {visible(related.message)}"
    if cost := _cost(finding):
        yield cost
    subject = [visible(str(finding.object))] if finding.object else []
    if finding.versions:
        subject.append(f"Cilium {joined(finding.versions)}")
    if subject:
        yield ", ".join(subject)
    yield f"more: cmesh-lint explain {finding.rule}"


def _cost(finding: Finding) -> str:
    if finding.gate is None:
        return visible(finding.consequence)
    return f"{finding.gate}: {visible(finding.consequence or _COSTS[finding.gate])}"


def _not_checked(item: NotChecked, pen: _Pen) -> str:
    where = visible(item.file) if item.line is None else f"{visible(item.file)}:{item.line}"
    return f"{pen.bold('not checked')}: {where}: {visible(item.reason)}"


def _spelled(place: Place) -> str:
    return f"{visible(place.file)}:{place.span.line}:{place.span.column}"


def _summary(report: Report) -> str:
    if not report.counts.files:
        return "nothing was checked: no YAML or JSON file found"
    return f"checked {_looked_at(report.counts)}: {_found(report)}; {len(report.not_checked)} not checked"


def _looked_at(counts: Counts) -> str:
    manifests, configs = _count(counts.manifests, "manifest"), _count(counts.configs, "CEC")
    skipped = f" ({counts.skipped} skipped: no Envoy configuration)" if counts.skipped else ""
    return f"{manifests} ({configs}) in {_count(counts.files, 'file')}{skipped}"


def _found(report: Report) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    parts = [f"{counts['critical']} critical"] if counts["critical"] else []
    parts += [_count(counts["error"], "error"), _count(counts["warning"], "warning")]
    parts += [_count(counts["info"], "info")] if counts["info"] else []
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
