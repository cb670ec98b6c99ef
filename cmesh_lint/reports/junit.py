"""JUnit XML, for whatever shows test results: a test case a file, with its findings as one failure.

The shape is that of Jenkins, `jenkins-junit.xsd`; there is no time in it, because two runs of the same give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from ..finding import Finding, NotChecked
from ..redaction.printable import printable
from ..report import Report
from .phrases import cost, summary
from .ranking import worst_first

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUITE = "cmesh-lint"
NOT_CHECKED = "cmesh-lint.not-checked"
REST = "all other files"
"""The name of the test case that passes. It is the same in every run, as those who show a history want it."""

T = TypeVar("T", Finding, NotChecked)


def render(report: Report, *, colour: bool = False) -> str:
    """The findings as failures, what was not checked as errors, and one test case for everything else."""
    from xml.etree.ElementTree import Element, indent, tostring

    cases = [*_failures(report.findings), *_errors(report.not_checked), _rest(report)]
    numbers = {
        "name": SUITE,
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
    }
    suites, suite = Element("testsuites", numbers), Element("testsuite", numbers)
    suites.append(suite)
    suite.extend(cases)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _failures(findings: Iterable[Finding]) -> Iterator[Element]:
    for file, found in _by_file((finding.place.file, finding) for finding in findings):
        worst = worst_first(found)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        first = f"{worst[0].rule}: {printable(worst[0].message)}{more}"
        yield _case(SUITE, file, "failure", {"type": worst[0].severity, "message": first}, map(_told, found))


def _errors(not_checked: Iterable[NotChecked]) -> Iterator[Element]:
    for file, missed in _by_file((item.file, item) for item in not_checked):
        told = (f"{_at(file, item.line)}: not checked: {printable(item.reason)}" for item in missed)
        yield _case(NOT_CHECKED, file, "error", _error(f"not checked: {printable(missed[0].reason)}"), told)


def _rest(report: Report) -> Element:
    if report.counts.files:
        return _case(SUITE, REST, "system-out", {}, [summary(report)])
    return _case(SUITE, REST, "error", _error(summary(report)), [])


def _error(message: str) -> dict[str, str]:
    return {"type": "not-checked", "message": message}


def _by_file(pairs: Iterable[tuple[str, T]]) -> list[tuple[str, list[T]]]:
    files: dict[str, list[T]] = {}
    for file, each in pairs:
        files.setdefault(file, []).append(each)
    return sorted(files.items())


def _case(suite: str, name: str, tag: str, attributes: dict[str, str], lines: Iterable[str]) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    case = Element("testcase", {"classname": suite, "name": printable(name)})
    SubElement(case, tag, attributes).text = "\n".join(lines)
    return case


def _told(finding: Finding) -> str:
    span = finding.place.span
    head = f"{_at(finding.place.file, span.line)}:{span.column}: {finding.severity}[{finding.rule}]"
    said = f"{head}: {printable(finding.message)}"
    return f"{said}\n  {cost(finding)}" if cost(finding) else said


def _at(file: str, line: int | None) -> str:
    return printable(file) if line is None else f"{printable(file)}:{line}"
