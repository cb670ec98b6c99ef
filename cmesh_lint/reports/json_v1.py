"""The report for machines, version 1: `json_v1.schema.json` says what each field means.

The format is frozen. What it cannot say becomes version 2, beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypedDict, cast

from .. import __version__
from ..finding import Finding, Gate, NotChecked, ObjectRef, Related, Severity
from ..links import url_of
from ..places import Place, spell
from ..redaction.printable import json_text
from ..report import Ignored, IgnoredBy, InBaseline, Organisation, Report, Since
from .root_causes import roots


class SpanV1(TypedDict):
    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class RelatedV1(SpanV1):
    message: str


class ObjectV1(TypedDict):
    kind: str
    namespace: str
    name: str


class FindingV1(SpanV1):
    rule: str
    severity: Severity
    gate: Gate | None
    message: str
    consequence: str
    object: ObjectV1 | None
    path: str
    document: int
    versions: list[str]
    url: str
    related: list[RelatedV1]


class CountingV1(FindingV1, total=False):
    caused_by: int
    masked_by: int


class IgnoredV1(FindingV1):
    reason: str
    by: IgnoredBy
    ignored_at: SpanV1 | None


class BaselineV1(TypedDict):
    file: str
    findings: list[FindingV1]
    gone: list[str]


class ChangesV1(TypedDict):
    since: str
    commit: str
    old_findings: list[FindingV1]
    gone: int
    not_applied: list[str]


class NotCheckedV1(TypedDict):
    file: str
    document: int | None
    line: int | None
    reason: str


class LeftOutV1(TypedDict):
    folder: str
    reason: str


class SummaryV1(TypedDict):
    files: int
    skipped_files: int
    manifests: int
    configs: int
    resources: int
    critical: int
    errors: int
    warnings: int
    infos: int
    ignored: int
    switched_off: int
    in_baseline: int
    old: int
    not_checked: int


class ToolV1(TypedDict):
    name: str
    version: str


class OrganisationV1(TypedDict):
    engine: str
    rules: int


class _Optional(TypedDict, total=False):
    left_out: list[LeftOutV1]


class ReportV1(_Optional):
    version: Literal[1]
    tool: ToolV1
    cilium_versions: list[str]
    findings: list[CountingV1]
    ignored: list[IgnoredV1]
    baseline: BaselineV1 | None
    changes: ChangesV1 | None
    not_checked: list[NotCheckedV1]
    organisation: OrganisationV1 | None
    summary: SummaryV1


def render(report: Report, *, colour: bool = False) -> str:
    """The report as one JSON object. The same report gives the same text."""
    return json_text(report_v1(report)) + "\n"


def report_v1(report: Report) -> ReportV1:
    """The report in the words of version 1."""
    said: ReportV1 = {
        "version": 1,
        "tool": {"name": "cmesh-lint", "version": __version__},
        "cilium_versions": list(report.versions),
        "findings": _findings(report.findings),
        "ignored": [_ignored(each) for each in report.ignored],
        "baseline": _baseline(report.known) if report.known else None,
        "changes": _changes(report.since) if report.since else None,
        "not_checked": [_not_checked(item) for item in report.not_checked],
        "organisation": _organisation(report.organisation) if report.organisation else None,
        "summary": _summary(report),
    }
    if report.left_out:
        said["left_out"] = [{"folder": each.folder, "reason": each.reason} for each in report.left_out]
    return said


def _findings(findings: Sequence[Finding]) -> list[CountingV1]:
    """All that count, each with its root where it has one."""
    said = [cast("CountingV1", _finding(finding)) for finding in findings]
    for index, root in roots(findings).items():
        if root.relation == "caused":
            said[index]["caused_by"] = root.at
        else:
            said[index]["masked_by"] = root.at
    return said


def _finding(finding: Finding) -> FindingV1:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "gate": finding.gate,
        **_span(finding.place),
        "message": finding.message,
        "consequence": finding.consequence,
        "object": _object(finding.object) if finding.object else None,
        "path": spell(finding.place.route),
        "document": finding.place.document,
        "versions": list(finding.versions),
        "url": url_of(finding),
        "related": [_related(related) for related in finding.related],
    }


def _ignored(ignored: Ignored) -> IgnoredV1:
    return {
        **_finding(ignored.finding),
        "reason": ignored.reason,
        "by": ignored.by,
        "ignored_at": _span(ignored.place) if ignored.place else None,
    }


def _baseline(known: InBaseline) -> BaselineV1:
    return {
        "file": known.path,
        "findings": [_finding(finding) for finding in known.findings],
        "gone": list(known.gone),
    }


def _changes(since: Since) -> ChangesV1:
    return {
        "since": since.ref,
        "commit": since.commit,
        "old_findings": [_finding(finding) for finding in since.findings],
        "gone": since.gone,
        "not_applied": list(since.not_applied),
    }


def _span(place: Place) -> SpanV1:
    return {
        "file": place.file,
        "line": place.span.line,
        "column": place.span.column,
        "end_line": place.span.end_line,
        "end_column": place.span.end_column,
    }


def _related(related: Related) -> RelatedV1:
    return {**_span(related.place), "message": related.message}


def _object(ref: ObjectRef) -> ObjectV1:
    return {"kind": ref.kind, "namespace": ref.namespace, "name": ref.name}


def _not_checked(item: NotChecked) -> NotCheckedV1:
    return {"file": item.file, "document": item.document, "line": item.line, "reason": item.reason}


def _organisation(organisation: Organisation) -> OrganisationV1:
    return {"engine": organisation.engine, "rules": len(organisation.rules)}


def _summary(report: Report) -> SummaryV1:
    severities = Counter(finding.severity for finding in report.findings)
    off = sum(each.by == "configuration" for each in report.ignored)
    return {
        "files": report.counts.files,
        "skipped_files": report.counts.skipped,
        "manifests": report.counts.manifests,
        "configs": report.counts.configs,
        "resources": report.counts.resources,
        "critical": severities["critical"],
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "ignored": len(report.ignored) - off,
        "switched_off": off,
        "in_baseline": len(report.known.findings) if report.known else 0,
        "old": len(report.since.findings) if report.since else 0,
        "not_checked": len(report.not_checked),
    }
