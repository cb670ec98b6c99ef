"""The summary in Markdown: what it says is what a reader sees, and nothing in it makes anything else."""

from __future__ import annotations

import re

import pytest
from any_report import reports, texts
from hypothesis import given, settings
from markdown_it import MarkdownIt
from sample_reports import HINT, MIXED, REPORTS, TWICE, UNKNOWN_FIELD

from cmesh_lint.finding import NotChecked
from cmesh_lint.links import url_of
from cmesh_lint.redaction.printable import printable
from cmesh_lint.reports import github_summary, markdown
from cmesh_lint.reports.phrases import cost
from cmesh_lint.reports.ranking import worst_first

GITHUB = MarkdownIt("gfm-like", {"html": True})
GITHUB.linkify.set({"fuzzy_link": False})  # a bare `a.org` is no link on GitHub; of `www.a.org` there is a test
OURS = {"<code>", "</code>", "<br>"}
FOLDED = {"<details>", "</details>", "<summary>", "</summary>"}


def parsed(text):
    """The tokens of a text, those inside of lines in their place."""
    return [inner for token in GITHUB.parse(text) for inner in (token, *(token.children or ()))]


def read(tokens):
    """What a reader sees of some tokens; white space and backticks do not count."""
    seen = "".join(token.content if token.type == "text" else " " for token in tokens if token.content != "`")
    return "".join(seen.replace("`", "").split())


def cells(text):
    """The cells of the body of each row."""
    found = []
    for token in GITHUB.parse(text):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and found:
            found[-1].append(token.children)
    return found[1:]


def same(text):
    return "".join(printable(text).replace("`", "").split())


@pytest.mark.parametrize("name", ["mixed", "nothing", "harmful", "since"])
def test_whole(name, golden):
    golden(f"{name}.md", github_summary.render(REPORTS[name]))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_text_reads_as_it_is(text):
    for written, expected in (
        (markdown.prose(text), same(text)),
        (markdown.code(text), same(text)),
        (markdown.literal(text), same(text)),
    ):
        tokens = parsed(f"x {written} x")
        assert read(tokens) == f"x{expected}x"
        assert {token.type for token in tokens} <= {
            "paragraph_open",
            "inline",
            "text",
            "html_inline",
            "paragraph_close",
        }
        assert {token.content for token in tokens if token.type == "html_inline"} <= OURS


@settings(max_examples=60, deadline=None)
@given(reports)
def test_a_row_for_each_finding(report):
    text = github_summary.render(report)
    text.encode()
    rows = cells(text)[: len(report.findings)]
    assert [read(row[2]) for row in rows] == [
        same(finding.message) + finding.rule for finding in worst_first(report.findings)
    ]
    assert all(
        read(row[3]).startswith(same(cost(finding)))
        for row, finding in zip(rows, worst_first(report.findings), strict=True)
    )
    tokens = parsed(text)
    links = {token.attrGet("href") for token in tokens if token.type == "link_open"}
    assert links == set(filter(None, map(url_of, report.findings)))
    said = "".join(token.content for token in tokens if token.type in ("html_inline", "html_block"))
    assert set(re.findall(r"<[^>]*>", said)) <= OURS | FOLDED
    drawings = [token.content for token in tokens if token.type == "fence" and token.info == "mermaid"]
    assert drawings == list(filter(None, [report.since.diagram if report.since else ""]))
    assert sum(token.type == "list_item_open" for token in tokens) == len(report.not_checked)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("unknown field `stat_prefixx`", "unknown field <code>stat_prefixx</code>"),
        ("a ` alone", "a &#96; alone"),
        ("`a` and ` alone", "<code>a</code> and &#96; alone"),
        ("`<img src=x>` | **b**", "<code>&#60;img src=x&#62;</code> &#124; &#42;&#42;b&#42;&#42;"),
        ("see https://a.b", "see https&#58;//a.b"),
        ("see www.a.b", "see www&#46;a.b"),
        ("``", "&#96;&#96;"),
    ],
)
def test_prose(text, written):
    assert markdown.prose(text) == written


def test_it_stays_below_a_mebibyte():
    mild = HINT._replace(message="名" * 1000)
    missed = NotChecked("a.yaml", "名" * 1000)
    report = MIXED._replace(findings=(*[mild] * 1000, TWICE), not_checked=(missed,) * 1000)
    text = github_summary.render(report)
    assert len(text.encode()) < github_summary.STEP - 100_000
    rows = cells(text)
    assert read(rows[0][0]) == "critical"
    shown = text.count("\n| ") - 1
    assert f"\n\n{1001 - shown} more findings not shown here: a summary can have 1 MiB." in text
    listed = text.count("\n- <code>")
    assert f"\n\n{1000 - listed} more not shown here: a summary can have 1 MiB." in text


def test_versions_are_told_where_they_differ():
    judged = MIXED._replace(findings=(UNKNOWN_FIELD._replace(versions=("1.20",)),), versions=("1.18", "1.20"))
    assert "<br>with Cilium 1.20 |" in github_summary.render(judged)
    same_for_all = judged._replace(versions=("1.20",))
    assert "with Cilium" not in github_summary.render(same_for_all)
