"""Comments are what YAML's tokens leave over, and what they say is read whole or not at all."""

from __future__ import annotations

import pytest

from cmesh_lint.filters.ignores.comments import comments, find_unread
from cmesh_lint.filters.ignores.directives import Directive, directives


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: b # c\n", [("# c", False, None)], id="behind a value"),
        pytest.param("# c\na: b\n", [("# c", True, "a: b")], id="above"),
        pytest.param("a:\n  # c\n  - b\n", [("# c", True, "- b")], id="above an item"),
        pytest.param("a: b\n# c\n", [("# c", True, None)], id="at the end"),
        pytest.param("a:\tb\t# c\nd: e\n", [("# c", False, None)], id="behind a tab"),
        pytest.param("a: b # c\r\n# d\r\ne: f\r\n", [("# c", False, None), ("# d", True, "e: f")], id="CRLF"),
        pytest.param("a: {b: 1, # c\n  d: 2}\n", [("# c", False, None)], id="in a flow mapping"),
        pytest.param("a: [b,\n  # c\n  d]\n", [("# c", True, "d]")], id="above in a flow list"),
        pytest.param("a: | # c\n  # d\n  e # f\n", [("# c", False, None)], id="a block scalar"),
        pytest.param("a: >-\n  b\n\n# c\nd: e\n", [("# c", True, "d: e")], id="below a block scalar"),
        pytest.param("a: |\n  b\n # c\nd: e\n", [("# c", True, "d: e")], id="indented less than a block scalar"),
        pytest.param("a: 'b # c'\nd: \"e\n  # f\"\n", [], id="in quotes"),
        pytest.param("a: b#c\n", [], id="in a plain scalar"),
        pytest.param("a: é😀 # c\n# d\ne: f\n", [("# c", False, None), ("# d", True, "e: f")], id="wide characters"),
        pytest.param('{"a": "# b"}\n', [], id="JSON"),
        pytest.param("# c\na: 'b\n# d\n", [("# c", True, "a: 'b")], id="a quote that is never closed"),
        pytest.param("# c\na: b\n\td: e # f\n", [("# c", True, "a: b")], id="a tab in the indentation"),
        pytest.param("# c\na: \x00\n", [], id="a character that YAML does not have"),
        pytest.param("# c\na: \udcff\n", [], id="a byte that is no UTF-8"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_between_the_tokens(text, expected):
    found = list(comments(text))
    assert [each.text for each in found] == [text[each.start :].splitlines()[0] for each in found]
    lines = [None if each.below is None else text[each.below :].splitlines()[0] for each in found]
    own = [(each.text, each.alone, line if each.alone else None) for each, line in zip(found, lines, strict=True)]
    assert own == expected


def test_between_documents():
    text = "a: b\n# c\n--- # d\n  # e\nf: g\n"
    start = text.index("# c")
    found = list(find_unread(text, start, text.index("f: g"), 30))
    assert [(each.text, each.start, each.alone, each.below) for each in found] == [
        (name, text.index(name), True, 30) for name in ("# c", "# d", "# e")
    ]


@pytest.mark.parametrize(
    ("comment", "scope", "rules", "reason"),
    [
        ("# cmesh-lint: ignore[a] why", "ignore", ("a",), "why"),
        ("#cmesh-lint:ignore[a]why", "ignore", ("a",), "why"),
        ("#  cmesh-lint :  ignore[ a-b , c ]  because", "ignore", ("a-b", "c"), "because"),
        ("# cmesh-lint: ignore[a] see issue #12", "ignore", ("a",), "see issue #12"),
        ("# cmesh-lint: ignore[a]: why", "ignore", ("a",), "why"),
        ("# cmesh-lint: ignore[a] – why", "ignore", ("a",), "why"),
        ("# cmesh-lint: ignore[a]", "ignore", ("a",), ""),
        ("# cmesh-lint: ignore-document[a] why", "ignore-document", ("a",), "why"),
        ("# cmesh-lint: ignore-file[a,] why", "ignore-file", ("a",), "why"),
        ("# noqa # cmesh-lint: ignore[a] why", "ignore", ("a",), "why"),
        ("# cmesh-lint: ignore[a] why # noqa", "ignore", ("a",), "why"),
    ],
)
def test_what_a_comment_asks_for(comment, scope, rules, reason):
    (found,) = directives(comment)
    assert (found.scope, found.rules, found.reason, found.fault) == (scope, rules, reason, "")
    assert comment[found.start :].startswith(found.text)


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("# cmesh-lint: ignroe[a] why", "`ignroe` is not a valid directive; did you mean `ignore`?"),
        ("# cmesh-lint: ignore-line[a] why", "`ignore-line` is not a valid directive; did you mean `ignore-file`?"),
        (
            "# cmesh-lint: disable a",
            "`disable` is not a valid directive; expected `ignore[RULE] reason`, or `ignore-document` or `ignore-file` for `ignore`",
        ),
        ("# cmesh-lint: ignore a", "no rule in brackets; expected `ignore[RULE] reason`"),
        ("# cmesh-lint: ignore-file[ , ] a", "no rule in brackets; expected `ignore-file[RULE] reason`"),
        ("# cmesh-lint ignore[a] b", "a colon is missing; expected `# cmesh-lint: ignore[RULE] reason`"),
    ],
)
def test_what_is_nearly_one_is_told(comment, fault):
    assert list(directives(comment)) == [Directive(0, comment, fault=fault)]


@pytest.mark.parametrize(
    "comment",
    [
        "# ignore[a] why",
        "# cmesh-lint",
        "# cmesh-lint is a linter",
        "# cmesh-lint: the linter of these files",
        "# see cmesh-lint: ignore[a] why",
        "# made by cmesh-lint # by hand",
        "#",
    ],
)
def test_prose_asks_for_nothing(comment):
    assert list(directives(comment)) == []
