"""Workflow commands: one a line, whatever they say, and no more than GitHub shows."""

from __future__ import annotations

import pytest
from any_report import reports
from hypothesis import given, settings
from sample_reports import HINT, MIXED, ONE, REPORTS, TWICE, UNKNOWN_FIELD, YAML_BROKEN

from cmesh_lint.finding import NotChecked
from cmesh_lint.places import Span
from cmesh_lint.reports import github


def commands(text):
    """Level, properties and message of each line, as a runner reads them."""
    return [_command(line) for line in text.split("\n")[:-1]]


def _command(line):
    empty, head, message = line.split("::", 2)
    assert empty == ""
    level, _, properties = head.partition(" ")
    pairs = [each.split("=", 1) for each in properties.split(",")]
    return level, {name: _unescaped(value) for name, value in pairs}, _unescaped(message)


def _unescaped(text):
    for escape, char in {"%2C": ",", "%3A": ":", "%0A": "\n", "%0D": "\r", "%25": "%"}.items():
        text = text.replace(escape, char)
    return text


@pytest.mark.parametrize("name", ["mixed", "nothing", "harmful", "since"])
def test_whole(name, golden):
    golden(f"{name}.github", github.render(REPORTS[name]))


@settings(max_examples=100, deadline=None)
@given(reports)
def test_a_line_for_each_up_to_ten(report):
    text = github.render(report)
    assert text == "" or text.endswith("\n")
    assert {char for char in text if not char.isprintable() and char not in "\u200d\n" and not char.isspace()} == set()
    everything = len(report.findings) + len(report.not_checked)
    nothing = not report.counts.files and not report.not_checked and not report.findings
    not_applied = bool(report.since and report.since.not_applied and not nothing)
    assert len(commands(text)) == (1 if nothing else min(everything, 10)) + not_applied
    text.encode()


def test_escapes():
    finding = YAML_BROKEN._replace(
        message="50% of a,b::c\r\nd",
        place=YAML_BROKEN.place._replace(file="a,b: 50%.yaml", span=Span(7, 1, 7, 4)),
    )
    line = github.render(ONE._replace(findings=(finding,))).rstrip("\n")
    assert line == (
        "::error file=a%2Cb%3A 50%25.yaml,line=7,endLine=7,col=1,endColumn=4,title=error%3A yaml-syntax"
        "::50%25 of a,b::c␍␊d%0Ahttps://github.com/cmesh-lint/cmesh-lint/blob/main/docs/rules/yaml-syntax.md"
    )


def test_columns_only_on_one_line():
    ((_, several, _), (_, one, _)) = commands(github.render(ONE._replace(findings=(YAML_BROKEN, UNKNOWN_FIELD))))
    assert (several["line"], several["endLine"]) == ("7", "9")
    assert "col" not in several
    assert (one["line"], one["col"], one["endColumn"]) == ("23", "17", "29")


def test_the_worst_first_and_the_rest_counted():
    report = MIXED._replace(findings=(*[HINT] * 9, UNKNOWN_FIELD, TWICE))
    told = commands(github.render(report))
    assert [level for level, _, _ in told] == ["error", "error", "warning", "warning", *["notice"] * 6]
    assert [properties["title"] for _, properties, _ in told[:4]] == [
        "critical: listener-name-twice",
        "error: unknown-field",
        "not checked",
        "not checked",
    ]
    assert told[-1][2].split("\n")[0] == (
        "4 more findings and 0 more not checked: GitHub shows 10 annotations of a step"
    )


def test_ten_are_shown_without_a_word():
    assert len(commands(github.render(ONE._replace(findings=(UNKNOWN_FIELD,) * 10)))) == 10
    assert "10 annotations" not in github.render(ONE._replace(findings=(UNKNOWN_FIELD,) * 10))


def test_not_checked_without_a_line_stands_on_the_first():
    report = ONE._replace(findings=(), not_checked=(NotChecked("a.yaml", "cannot be read"),))
    assert github.render(report) == "::warning file=a.yaml,line=1,title=not checked::cannot be read\n"
