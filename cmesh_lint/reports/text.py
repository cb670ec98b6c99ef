"""The report for people: each finding with its lines, what it costs, and where to read more."""

from __future__ import annotations

from collections.abc import Iterator

from click import style

from ..finding import Finding, NotChecked, Report, Severity
from ..links import url_of
from ..places import Place
from ..versions import joined
from .excerpt import excerpt
from .phrases import cost, summary
from .visible import visible

_COLOURS: dict[Severity, str] = {
    "critical": "bright_magenta",
    "error": "bright_red",
    "warning": "bright_yellow",
    "info": "bright_blue",
}


def render(report: Report, *, colour: bool = False) -> str:
    """The findings, what was not checked, and one line that sums up."""
    pen = _Pen(colour)
    blocks = ["\n".join(_finding(finding, pen)) for finding in report.findings]
    if report.not_checked:
        blocks.append("\n".join(_not_checked(item, pen) for item in report.not_checked))
    blocks.append(summary(report))
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
        return f"\033]8;;{url}\033\\{text}\033]8;;\033\\" if self._colour and url else text


def _finding(finding: Finding, pen: _Pen) -> Iterator[str]:
    place = finding.place
    head = pen.loud(finding.severity, finding.severity)
    rule = pen.link(finding.rule, url_of(finding))
    yield f"{pen.bold(_spelled(place))}: {head}[{rule}]: {visible(finding.message)}"
    yield from excerpt(place, pen.quiet, lambda text: pen.loud(text, finding.severity))
    margin = " " * len(str(place.span.line)) + " " + pen.quiet("=")
    for line in _remarks(finding):
        yield f"{margin} {line}"


def _remarks(finding: Finding) -> Iterator[str]:
    for related in finding.related:
        yield f"see {_spelled(related.place)}: {visible(related.message)}"
    if said := cost(finding):
        yield said
    subject = [visible(str(finding.object))] if finding.object else []
    if finding.versions:
        subject.append(f"Cilium {joined(finding.versions)}")
    if subject:
        yield ", ".join(subject)
    yield f"more: cmesh-lint explain {finding.rule}"


def _not_checked(item: NotChecked, pen: _Pen) -> str:
    where = visible(item.file) if item.line is None else f"{visible(item.file)}:{item.line}"
    return f"{pen.bold('not checked')}: {where}: {visible(item.reason)}"


def _spelled(place: Place) -> str:
    return f"{visible(place.file)}:{place.span.line}:{place.span.column}"
