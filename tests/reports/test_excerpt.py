"""Carets stand under the span, whatever the line holds."""

from __future__ import annotations

import pytest

from cmesh_lint.places import Place, Span
from cmesh_lint.redaction.printable import printable, width
from cmesh_lint.reports.excerpt import excerpt


def drawn(line: str, start: int, end: int, *, end_line: int = 5, limit: int = 160) -> list[str]:
    """The line and its carets, without the gutter."""
    place = Place("f", 0, (), Span(5, start, end_line, end), (line,))
    head, shown, carets = excerpt(place, str, str, limit)
    assert head == "  |"
    return [shown.removeprefix("5 | "), carets.removeprefix("  | ")]


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        pytest.param("  name: x", 3, 7, ["  name: x", "  ^^^^"], id="a key"),
        pytest.param("\tname: x", 2, 6, ["\tname: x", "\t^^^^"], id="a tab before it"),
        pytest.param("a:\tb\tc", 4, 7, ["a:\tb\tc", "  \t^\t^"], id="a tab in it"),
        pytest.param("\t\t", 1, 3, ["\t\t", "^"], id="only tabs"),
        pytest.param("名前: x", 5, 6, ["名前: x", "      ^"], id="wide characters before it"),
        pytest.param("ａ: x", 4, 5, ["ａ: x", "    ^"], id="a full-width letter before it"),
        pytest.param("a: 名前", 4, 6, ["a: 名前", "   ^^^^"], id="wide characters in it"),
        pytest.param("a: 🚀 b", 6, 7, ["a: 🚀 b", "      ^"], id="an emoji before it"),
        pytest.param("e\u0301: b", 5, 6, ["e\u0301: b", "   ^"], id="a combining mark before it"),
        pytest.param("a", 2, 2, ["a", " ^"], id="the end of the line"),
        pytest.param("", 1, 1, ["", "^"], id="an empty line"),
        pytest.param("ab", 4, 6, ["ab", "   ^"], id="beyond the line"),
        pytest.param("abc", 2, 2, ["abc", " ^"], id="nothing wide"),
        pytest.param("a\x1bb", 3, 4, ["a␛b", "  ^"], id="a control character before it"),
        pytest.param("a\u200bb", 3, 4, ["a<U+200B>b", "         ^"], id="a hidden character before it"),
    ],
)
def test_on_one_line(line, start, end, expected):
    shown, carets = drawn(line, start, end)
    assert [shown if line else shown.removeprefix("5 |"), carets] == expected


def test_over_several_lines_the_first_is_underlined():
    assert drawn("  a: [  ", 6, 3, end_line=7) == ["  a: [", "     ^"]
    assert drawn("  a: {b: c,", 6, 2, end_line=6) == ["  a: {b: c,", "     ^^^^^^"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(1, 3, ["abcdefghijklmnopqr…", "^^"], id="at its start"),
        pytest.param(10, 12, ["abcdefghijklmnopqr…", " " * 9 + "^^"], id="near its start"),
        pytest.param(31, 33, ["…zABCDEFGHIJKLMNOPQ…", " " * 6 + "^^"], id="in the middle"),
        pytest.param(51, 53, ["…TUVWXYZ", " " * 6 + "^^"], id="at its end"),
        pytest.param(5, 50, ["abcdefghijklmnopqr…", "    " + "^" * 14], id="longer than what is shown"),
        pytest.param(31, 52, ["…zABCDEFGHIJKLMNOPQ…", " " * 6 + "^" * 13], id="longer, in the middle"),
    ],
)
def test_a_long_line_is_clipped_around_the_span(start, end, expected):
    line = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    shown, carets = drawn(line, start, end, limit=20)
    assert [shown, carets] == expected
    assert width(shown) <= 20


@pytest.mark.parametrize("column", range(1, 420, 7))
def test_a_clipped_line_keeps_the_span_in_sight(column):
    line = "".join("名" if index % 3 else "a" for index in range(400))
    shown, carets = drawn(line, column, column + 1)
    assert width(shown) <= 160
    assert carets.rstrip("^") == " " * len(carets.rstrip("^"))
    if column <= 400:
        assert width(line[column - 1]) == carets.count("^")


def test_far_away_text_changes_nothing():
    """However long the line is: where it begins and ends is not even looked at."""
    near, far = "x" * 1000 + "SPAN" + "y" * 1000, "x" * 50_000 + "SPAN" + "y" * 50_000
    assert drawn(near, 1001, 1005) == drawn(far, 50_001, 50_005)
    assert drawn("a" * 700, 1, 2) == drawn("a" * 70_000, 1, 2)


def test_context_lines_are_numbered_and_their_types_shortened():
    url = "type.googleapis.com/envoy.config.listener.v3.Listener"
    place = Place("f", 0, (), Span(10, 6, 10, 7), ("  resources:", f'  - "@type": {url}', f"    @: {url}"))
    assert excerpt(place, str, str) == [
        "   |",
        " 8 |   resources:",
        ' 9 |   - "@type": type.googleapis.com/…Listener',
        f"10 |     @: {url}",
        "   |      ^",
    ]


def test_what_is_hidden_becomes_visible():
    assert printable("a\nb\tc\x7f") == "a␊b␉c␡"
    assert printable("\u202e\ufeff\x85\ud800") == "<U+202E><U+FEFF><U+0085><U+D800>"
    assert printable("名 é 👩\u200d🚀") == "名 é 👩\u200d🚀"
