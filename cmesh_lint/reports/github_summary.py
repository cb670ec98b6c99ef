"""The summary of a job in Markdown, for `$GITHUB_STEP_SUMMARY` and for comments on a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..finding import Finding, NotChecked
from ..links import url_of
from ..report import Report, Since
from ..versions import join
from .markdown import code, prose
from .phrases import cost, count, describe_not_applied, summary
from .ranking import worst_first

STEP = 1024 * 1024
"""Bytes in UTF-8 that GitHub takes from one step; it shows nothing of a longer summary."""
FINDINGS = 600_000
NOT_CHECKED = 200_000
"""Bytes for the findings and for what was not checked. What remains of STEP is left to other parts of the summary."""


def render(report: Report, *, colour: bool = False) -> str:
    """The parts of the summary, with an empty line between two."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    """Heading and counts, the findings with the worst first, what was not checked: each part stands on its own."""
    yield "## cmesh-lint"
    yield prose(summary(report))
    if said := describe_not_applied(report):
        yield prose(said)
    if report.findings:
        yield _findings(report)
    if report.not_checked:
        yield _not_checked(report.not_checked)
    if report.since and report.since.diagram:
        yield _diagram(report.since)


def _findings(report: Report) -> str:
    head = ["| severity | where | what | what would happen |", "|---|---|---|---|"]
    rows = [_row(finding, report.versions) for finding in worst_first(report.findings)]
    shown = _fitting(rows, FINDINGS)
    return "\n".join([*head, *shown, *_rest(count(len(rows) - len(shown), "more finding"), len(rows) > len(shown))])


def _row(finding: Finding, judged: tuple[str, ...]) -> str:
    where = code(f"{finding.place.file}:{finding.place.span.line}")
    url = url_of(finding)
    rule = f"[{code(finding.rule)}](<{url}>)" if url else code(finding.rule)
    versions = f"<br>with Cilium {join(finding.versions)}" if finding.versions not in ((), judged) else ""
    cells = finding.severity, where, f"{prose(finding.message)}<br>{rule}", prose(cost(finding)) + versions
    return f"| {' | '.join(cells)} |"


def _not_checked(items: Sequence[NotChecked]) -> str:
    lines = [f"- {code(_spelled(item))}: {prose(item.reason)}" for item in items]
    shown = _fitting(lines, NOT_CHECKED)
    return "\n".join(
        ["### Not checked", "", *shown, *_rest(f"{len(lines) - len(shown)} more", len(lines) > len(shown))]
    )


def _diagram(since: Since) -> str:
    """Collapsed: GitHub draws it when it is opened."""
    head = f"<details><summary>What changes since {code(since.ref)}</summary>"
    return f"{head}\n\n```mermaid\n{since.diagram}```\n\n</details>"


def _spelled(item: NotChecked) -> str:
    return item.file if item.line is None else f"{item.file}:{item.line}"


def _fitting(lines: Iterable[str], size: int) -> list[str]:
    """The first lines, as many as fit into `size` bytes."""
    fitting = []
    for line in lines:
        size -= len(line.encode()) + 1
        if size < 0:
            break
        fitting.append(line)
    return fitting


def _rest(what: str, there_is: bool) -> list[str]:
    return ["", f"{what} not shown here: a summary can have 1 MiB."] if there_is else []
