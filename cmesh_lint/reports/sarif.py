"""SARIF 2.1.0, within what GitHub's code scanning takes.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
The limits: https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .. import __version__
from ..finding import Finding, NotChecked, ObjectRef, Related
from ..fingerprint import NAME as FINGERPRINT
from ..fingerprint import fingerprints
from ..links import REPOSITORY
from ..places import Place, spell
from ..redaction.printable import json_text, printable
from ..report import Report, order
from ..terminal.streams import encode
from .phrases import cost, describe_not_applied, summary
from .ranking import rank
from .sarif_places import ROOT, beginning, physical
from .sarif_rules import LEVELS, describe
from .sarif_texts import message

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
RESULTS = 5_000
"""Results of a run that GitHub keeps. It takes 25,000, and which of those it drops is then not ours to say."""
RELATED = 100
"""Related locations of a result that GitHub shows."""
SIZE = 10_000_000
"""Bytes of an upload, compressed with gzip, that GitHub takes."""

Json = dict[str, Any]

_NOTIFICATIONS = ("not-checked", "not-shown", "not-applied")
_NEW, _OLD = "new", "unchanged"


def render(report: Report, *, colour: bool = False) -> str:
    """One run. Where not all findings fit in, the mildest are left out, and a notification of the run says so."""
    most = RESULTS
    while True:
        text = json_text(_log(report, most)) + "\n"
        if most == 0 or _fits(text):
            return text
        most //= 2


def _fits(text: str) -> bool:
    data = encode(text)
    if len(data) <= SIZE:
        return True
    import gzip

    return len(gzip.compress(data)) <= SIZE


class _Result(NamedTuple):
    """A finding on its way out."""

    finding: Finding
    mark: str
    """Its fingerprint."""
    state: str
    """Whether it is `new` or `unchanged`; empty where nothing is compared with."""


class _Shown(NamedTuple):
    """What there is room for, the worst findings first."""

    results: Sequence[_Result]
    not_checked: Sequence[NotChecked]


def _log(report: Report, most: int) -> Json:
    ranked = sorted(_results(report), key=lambda each: (each.state == _OLD, rank(each.finding)))
    shown = _Shown(ranked[:most], report.not_checked[:most])
    ruled = {each.finding.rule: each.finding for each in shown.results}
    rules = sorted(ruled)
    own = report.organisation.rules if report.organisation else ()
    run = {
        "tool": {"driver": _driver([describe(ruled[rule], own) for rule in rules])},
        # A Span counts code points: a tab, an emoji and a CJK character take one column each. SARIF's other choice,
        # UTF-16 units, is what readers would take the columns for if nothing was said.
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": message("the top of the repository")}},
        "invocations": [_invocation(report, shown)],
        "results": [_result(each, rules.index(each.finding.rule)) for each in shown.results],
        "properties": {"ciliumVersions": list(report.versions)},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(report: Report) -> list[_Result]:
    """What counts, and what was there before: a reader that misses it would take it for mended."""
    state = _NEW if report.since else ""
    told = [(finding, state) for finding in report.findings]
    told += [(finding, _OLD) for finding in (report.since.findings if report.since else ())]
    told.sort(key=lambda each: order(each[0]))
    marks = fingerprints(finding for finding, _ in told)
    return [_Result(finding, mark, state) for (finding, state), mark in zip(told, marks, strict=True)]


def _driver(rules: Sequence[Json]) -> Json:
    return {
        "name": "cmesh-lint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": REPOSITORY,
        "rules": list(rules),
        "notifications": [{"id": each} for each in _NOTIFICATIONS],
    }


def _invocation(report: Report, shown: _Shown) -> Json:
    everything = bool(report.counts.files) and not report.not_checked
    return {"executionSuccessful": everything, "toolExecutionNotifications": list(_notifications(report, shown))}


def _notifications(report: Report, shown: _Shown) -> Iterator[Json]:
    if not report.counts.files:
        yield _notification("not-checked", "error", summary(report))
    for item in shown.not_checked:
        notification = _notification("not-checked", "error", f"not checked: {item.reason}")
        yield {**notification, "locations": [{"physicalLocation": beginning(item.file, item.line)}]}
    if said := describe_not_applied(report):
        yield _notification("not-applied", "note", said)
    old = len(report.since.findings) if report.since else 0
    findings = len(report.findings) + old - len(shown.results)
    missed = len(report.not_checked) - len(shown.not_checked)
    if findings or missed:
        left_out = f"left out of this file, to stay within what GitHub takes: {findings} findings, the mildest ones"
        yield _notification("not-shown", "warning", f"{left_out}, and {missed} not checked; {summary(report)}")


def _notification(descriptor: str, level: str, text: str) -> Json:
    reference = {"id": descriptor, "index": _NOTIFICATIONS.index(descriptor)}
    return {"descriptor": reference, "level": level, "message": message(text)}


def _result(result: _Result, rule_index: int) -> Json:
    finding = result.finding
    related = finding.related[:RELATED]
    more = len(finding.related) - len(related)
    said = [finding.message, cost(finding), f"and {more} more places" if more else ""]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": message(*filter(None, said)),
        "locations": [_location(finding.place, finding.object)],
        "relatedLocations": [_related(number, each) for number, each in enumerate(related, 1)],
        "partialFingerprints": {FINGERPRINT: result.mark},
        **({"baselineState": result.state} if result.state else {}),
        "properties": {
            "severity": finding.severity,
            "gate": finding.gate,
            "path": printable(spell(finding.place.route)),
            "ciliumVersions": list(finding.versions),
        },
    }


def _location(place: Place, ref: ObjectRef | None) -> Json:
    location: Json = {"physicalLocation": physical(place)}
    if ref is not None:
        name, whole = printable(ref.name), printable(str(ref))
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": whole, "kind": "resource"}]
    return location


def _related(number: int, related: Related) -> Json:
    return {"id": number, "message": message(related.message), "physicalLocation": physical(related.place)}
