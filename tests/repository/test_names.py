"""Small questions about names and paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmesh_lint.across.variants import apart
from cmesh_lint.suggest import Names, is_typo


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("ehco", ["echo"], "echo"),
        ("echo-servce", ["echo-service"], "echo-service"),
        ("echoservice", ["echo-service"], "echo-service"),
        ("checkouts", ["checkout", "cart"], "checkout"),
        ("default/ehco", ["default/echo"], "default/echo"),
        ("echo", ["echo"], None),
        ("echo-1", ["echo-2"], None),
        ("echo1", ["echo2"], None),
        ("web-a", ["web-b"], None),
        ("echo-v1", ["echo"], None),
        ("api", ["app"], None),
        ("payments", ["shipping"], None),
    ],
)
def test_typo(name: str, known: list[str], expected: str | None) -> None:
    assert Names(known).typo_of(name) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a.yaml", "b.yaml", False),
        ("apps/a.yaml", "apps/b.yaml", False),
        ("team-a/a.yaml", "team-b/b.yaml", False),
        ("clusters/eu/a.yaml", "clusters/us/a.yaml", True),
        ("apps/echo/base/a.yaml", "apps/echo/overlays/prod/a.yaml", True),
        ("prod/a.yaml", "staging/a.yaml", True),
        ("eu-prod/a.yaml", "us-prod/a.yaml", True),
        ("apps/dev/a.yaml", "apps/dev/b.yaml", False),
        ("clusters/eu/x/a.yaml", "clusters/eu/y/a.yaml", False),
        ("product/a.yaml", "pricing/a.yaml", False),
    ],
)
def test_apart(one: str, other: str, expected: bool) -> None:
    assert apart(one, other) is expected
    assert apart(other, one) is expected


@given(st.data())
def test_an_index_finds_what_a_comparison_of_all_finds(data: st.DataObject) -> None:
    """More names than are compared one by one, and a misspelt one of them, or any other."""
    letters = st.text("abz1-_/.", min_size=1, max_size=12)
    known = sorted(data.draw(st.sets(letters, min_size=20, max_size=40)))
    name = data.draw(st.one_of(letters, st.sampled_from(known).flatmap(edited)))
    expected = min((each for each in known if is_typo(name, each)), default=None)
    assert Names(known).typo_of(name) == expected


@st.composite
def edited(draw: st.DrawFn, name: str) -> str:
    at = draw(st.integers(0, len(name)))
    letter = draw(st.sampled_from("abz1-"))
    kinds = (name[:at] + letter + name[at:], name[:at] + name[at + 1 :], name[:at] + letter + name[at + 1 :])
    return draw(st.sampled_from((*kinds, name[:at] + name[at : at + 2][::-1] + name[at + 2 :], name.replace("-", ""))))
