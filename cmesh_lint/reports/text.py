"""The report for people: each finding with its lines, what it costs, and where to read more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..finding import Finding, NotChecked, Severity
from ..places import Place
from ..redaction.printable import printable
from ..report import Ignored, Report
from ..versions import join
from .phrases import cost, describe_not_applied, summary
from .root_causes import Group, enumerate_by_rule, grouped

_COLOURS: dict[Severity, str] = {
    "critical": "bright_magenta",
    "error": "bright_red",
    "warning": "bright_yellow",
    "info": "bright_blue",
}


def render(report: Report, *, colour: bool = False) -> str:
    """The findings, what was not checked, what of a baseline is gone, and one line that sums up.

    In each object the worst finding comes first, and what follows from it is below it.
    """
    return _joined(_blocks(report, _Pen(colour)), report)


def render_everything(report: Report, *, colour: bool = False) -> str:
    """The same with what does not count, a line or two for each."""
    pen = _Pen(colour)
    ignored = (_ignored(each, pen) for each in report.ignored)
    known = (_aside("in the baseline", each, pen) for each in (report.known.findings if report.known else ()))
    old = (_aside("old", each, pen) for each in (report.since.findings if report.since else ()))
    return _joined([*_blocks(report, pen), "\n".join([*ignored, *known, *old])], report)


def _joined(blocks: Iterable[str], report: Report) -> str:
    return "\n\n".join([*filter(None, blocks), summary(report)]) + "\n"


def _blocks(report: Report, pen: _Pen) -> Iterator[str]:
    for group in grouped(report.findings):
        yield "\n".join(_group(group, pen))
    yield "\n".join(_not_checked(item, pen) for item in report.not_checked)
    if report.known:
        where = printable(report.known.path)
        yield "\n".join(f"{pen.bold('gone')}: {printable(each)} (still in {where})" for each in report.known.gone)
    yield describe_not_applied(report)


class _Pen:
    """Paints where there is colour; elsewhere it leaves the text as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def bold(self, text: str) -> str:
        return _style(text, bold=True) if self._colour else text

    def quiet(self, text: str) -> str:
        return _style(text, fg="bright_blue") if self._colour else text

    def loud(self, text: str, severity: Severity) -> str:
        return _style(text, fg=_COLOURS[severity], bold=True) if self._colour else text

    def link(self, text: str, url: str) -> str:
        """A hyperlink as terminals know it (OSC 8)."""
        return f"\033]8;;{url}\033\\{text}\033]8;;\033\\" if self._colour and url else text


def _group(group: Group, pen: _Pen) -> Iterator[str]:
    """A finding, and below it what goes away with it and what has no effect before it is fixed."""
    *lines, more = _finding(group.finding, pen)
    yield from lines
    margin = _margin(group.finding, pen)
    if group.caused:
        follow = "follows" if len(group.caused) == 1 else "follow"
        yield f"{margin} and {len(group.caused)} more that {follow} from this: {enumerate_by_rule(group.caused)}"
    if group.masked:
        have = "has" if len(group.masked) == 1 else "have"
        yield f"{margin} and {len(group.masked)} more that {have} no effect until this is fixed:"
        yield from (f"{margin}   {_head(each)}" for each in group.masked)
    yield more


def _margin(finding: Finding, pen: _Pen) -> str:
    return " " * len(str(finding.place.span.line)) + " " + pen.quiet("=")


def _style(text: str, **how: Any) -> str:
    # Most reports have no colour, and click takes long to load.
    from click import style

    return style(text, **how)


def _finding(finding: Finding, pen: _Pen) -> Iterator[str]:
    from ..links import url_of
    from .excerpt import excerpt

    place = finding.place
    head = pen.loud(finding.severity, finding.severity)
    rule = pen.link(finding.rule, url_of(finding))
    yield f"{pen.bold(_spelled(place))}: {head}[{rule}]: {printable(finding.message)}"
    yield from excerpt(place, pen.quiet, lambda text: pen.loud(text, finding.severity))
    margin = _margin(finding, pen)
    for line in _remarks(finding):
        yield f"{margin} {line}"


def _remarks(finding: Finding) -> Iterator[str]:
    for related in finding.related:
        yield f"see {_spelled(related.place)}: {printable(related.message)}"
    if said := cost(finding):
        yield said
    subject = [printable(str(finding.object))] if finding.object else []
    if finding.versions:
        subject.append(f"Cilium {join(finding.versions)}")
    if subject:
        yield ", ".join(subject)
    yield f"more: cmesh-lint explain {finding.rule}"


def _ignored(ignored: Ignored, pen: _Pen) -> str:
    reason = printable(ignored.reason) or "no reason given"
    where = f" ({ignored.by} at {_spelled(ignored.place)})" if ignored.place else ""
    return f"{pen.bold('ignored')}: {_head(ignored.finding)}\n  {pen.quiet('=')} {reason}{where}"


def _aside(why: str, finding: Finding, pen: _Pen) -> str:
    return f"{pen.bold(why)}: {_head(finding)}"


def _head(finding: Finding) -> str:
    return f"{_spelled(finding.place)}: {finding.severity}[{finding.rule}]: {printable(finding.message)}"


def _not_checked(item: NotChecked, pen: _Pen) -> str:
    where = printable(item.file) if item.line is None else f"{printable(item.file)}:{item.line}"
    return f"{pen.bold('not checked')}: {where}: {printable(item.reason)}"


def _spelled(place: Place) -> str:
    return f"{printable(place.file)}:{place.span.line}:{place.span.column}"
