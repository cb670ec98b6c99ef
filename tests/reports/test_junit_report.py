"""JUnit XML: as its schema says, a test case a file."""

from __future__ import annotations

import published_schemas
import pytest
from any_report import reports
from hypothesis import given, settings
from lxml import etree
from sample_reports import HINT, MIXED, NOTHING, ONE, QUIET, REPORTS, UNKNOWN_FIELD

from cmesh_lint.reports import junit


def suite_of(report):
    """The one suite, after a look at the schema."""
    root = etree.fromstring(junit.render(report).encode())
    published_schemas.junit().assertValid(root)
    (suite,) = root
    return suite


def cases(report):
    return [(case.get("classname"), case.get("name"), case[0].tag) for case in suite_of(report)]


@pytest.mark.parametrize("name", ["mixed", "nothing", "harmful"])
def test_whole(name, golden):
    golden(f"{name}.junit.xml", junit.render(REPORTS[name]))


@settings(max_examples=100, deadline=None)
@given(reports)
def test_any_report_is_valid_and_whole(report):
    suite = suite_of(report)
    failing = {finding.place.file for finding in report.findings}
    missed = {item.file for item in report.not_checked}
    nothing = not report.counts.files
    assert [len(suite), len(suite.findall("*/failure")), len(suite.findall("*/error"))] == [
        int(suite.get(name)) for name in ("tests", "failures", "errors")
    ]
    assert len(suite.findall("*/failure")) == len(failing)
    assert len(suite.findall("*/error")) == len(missed) + nothing
    told = "".join(suite.xpath("*/failure/text()")).count(": ")
    assert told >= len(report.findings)


def test_the_schema_would_say_so():
    assert not published_schemas.junit().validate(etree.fromstring("<testsuites><testsuite/></testsuites>"))


def test_a_case_for_each_file():
    assert cases(MIXED) == [
        ("cmesh-lint", "apps/b.yaml", "failure"),
        ("cmesh-lint", "apps/echo.json", "failure"),
        ("cmesh-lint", "apps/echo/rate-limit.yaml", "failure"),
        ("cmesh-lint.not-checked", "apps/chart/values.yaml", "error"),
        ("cmesh-lint.not-checked", "apps/secret.yaml", "error"),
        ("cmesh-lint", "all other files", "system-out"),
    ]
    assert cases(NOTHING) == [("cmesh-lint", "all other files", "error")]


def test_a_failure_is_as_bad_as_the_worst_of_its_findings():
    (failure,) = suite_of(ONE._replace(findings=(HINT, UNKNOWN_FIELD, QUIET))).findall("*/failure")
    assert failure.get("type") == "error"
    assert failure.get("message").startswith("unknown-field: unknown field `stat_prefixx`")
    assert failure.get("message").endswith(" (and 2 more)")
    places = [line.split(": ")[0] for line in failure.text.split("\n") if not line.startswith(" ")]
    assert places == ["apps/echo/rate-limit.yaml:23:17"] * 3
