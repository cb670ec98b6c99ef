"""Workflow commands of GitHub Actions, one a line: the runner shows each as an annotation in the pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..finding import Finding, NotChecked, Severity
from ..links import url_of
from ..places import Place, Span
from ..redaction.printable import printable
from ..report import Report
from .phrases import cost, count, describe_not_applied, summary
from .ranking import worst_first

LIMIT = 10
"""Annotations of one kind that GitHub shows of a step; the rest is dropped without a word."""

Level = Literal["error", "warning", "notice"]
_LEVELS: dict[Severity, Level] = {"critical": "error", "error": "error", "warning": "warning", "info": "notice"}


class _Annotation(NamedTuple):
    level: Level
    title: str
    message: str
    place: dict[str, str]


def render(report: Report, *, colour: bool = False) -> str:
    """At most ten commands, the worst first, and one of them says how many there would have been more."""
    ranked = _ranked(report)
    if not ranked and not report.counts.files:
        return _command(_Annotation("warning", "cmesh-lint", summary(report), {})) + "\n"
    shown = ranked if len(ranked) <= LIMIT else ranked[: LIMIT - 1]
    annotations = [_finding(each) if isinstance(each, Finding) else _not_checked(each) for each in shown]
    if len(shown) < len(ranked):
        annotations.append(_rest(ranked[len(shown) :], report))
    if said := describe_not_applied(report):
        annotations.append(_Annotation("notice", "cmesh-lint", said, {}))
    return "".join(f"{_command(annotation)}\n" for annotation in annotations)


def _ranked(report: Report) -> list[Finding | NotChecked]:
    """Findings by severity. What was not checked may hide an error: it comes before the first warning."""
    findings = worst_first(report.findings)
    errors = sum(_LEVELS[finding.severity] == "error" for finding in findings)
    return [*findings[:errors], *report.not_checked, *findings[errors:]]


def _finding(finding: Finding) -> _Annotation:
    lines = [printable(finding.message), cost(finding), url_of(finding)]
    title = f"{finding.severity}: {finding.rule}"
    return _Annotation(_LEVELS[finding.severity], title, "\n".join(filter(None, lines)), _at(finding.place))


def _at(place: Place) -> dict[str, str]:
    span = place.span
    where = {"file": place.file, "line": str(span.line)}
    return where | (_columns(span) if span.end_line == span.line else {"endLine": str(span.end_line)})


def _columns(span: Span) -> dict[str, str]:
    # GitHub takes columns of annotations on one line only: the checks API refuses them for more.
    return {"endLine": str(span.line), "col": str(span.column), "endColumn": str(span.end_column)}


def _not_checked(item: NotChecked) -> _Annotation:
    # Without a line the annotation is not shown among the changed files.
    where = {"file": item.file, "line": str(item.line or 1)}
    return _Annotation("warning", "not checked", printable(item.reason), where)


def _rest(hidden: list[Finding | NotChecked], report: Report) -> _Annotation:
    findings = sum(isinstance(each, Finding) for each in hidden)
    more = f"{count(findings, 'more finding')} and {len(hidden) - findings} more not checked"
    text = f"{more}: GitHub shows {LIMIT} annotations of a step\n{summary(report)}"
    return _Annotation("notice", "cmesh-lint", text, {})


def _command(annotation: _Annotation) -> str:
    properties = annotation.place | {"title": annotation.title}
    spelled = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{annotation.level} {spelled}::{_data(annotation.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
