"""A pattern that is compiled later answers as one that is compiled at once."""

from __future__ import annotations

import re

import pytest

from cmesh_lint.patterns import pattern

METHODS = ("match", "fullmatch", "search", "findall", "split")


@pytest.mark.parametrize("method", METHODS)
def test_each_method_answers_first_and_again(method: str) -> None:
    late, now = pattern("a(b)?", re.IGNORECASE), re.compile("a(b)?", re.IGNORECASE)
    for text in ("ab", "xAb", "", "ABAB"):
        assert str(getattr(late, method)(text)) == str(getattr(now, method)(text))


def test_the_others() -> None:
    late = pattern(rb"(?P<one>a)b")
    assert late.pattern == rb"(?P<one>a)b"
    assert late.sub(b"x", b"abab") == b"xx"
    assert (late.groupindex["one"], late.groups) == (1, 1)
    assert [found[0] for found in late.finditer(b"abab")] == [b"ab", b"ab"]


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = pattern("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("")
