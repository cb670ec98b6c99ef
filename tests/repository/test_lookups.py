"""Looking things up in an index finds what a look at all of them finds."""

from __future__ import annotations

from difflib import get_close_matches

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.lint.linter import Linter
from cmesh_lint.repository.facts import Facts
from cmesh_lint.repository.index import meet
from cmesh_lint.repository.overlaps import Crowd
from cmesh_lint.repository.typos import KnownNames, is_typo, typo_of
from cmesh_lint.source.files import Source
from cmesh_lint.suggest import FEW, few, nearest
from cmesh_lint.versions import NEWEST

NAMES = st.text("abce-1.", min_size=1, max_size=9)
WORDS = st.text("abcdef_", min_size=1, max_size=12)


@settings(max_examples=500, deadline=None)
@given(name=NAMES, known=st.lists(NAMES, max_size=12), data=st.data())
def test_typos(name: str, known: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    known += [name[:at] + name[at + 1 :], name[:at] + "e" + name[at:], f"{name[:at]}-{name[at:]}"]
    assert KnownNames(known).typo_of(name) == typo_of(name, known)
    assert set(KnownNames(known).like(name)) == {each for each in known if is_typo(name, each)}


@pytest.mark.parametrize("other", ["shpo", "shp", "shopp", "shap", "sh-op"])
def test_a_typo(other: str) -> None:
    assert KnownNames(["shop", "cart"]).typo_of(other if len(other) > 3 else "sho-p") == "shop"


@settings(max_examples=500, deadline=None)
@given(word=WORDS, known=st.lists(WORDS, max_size=4))
def test_suggestions(word: str, known: list[str]) -> None:
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    assert nearest(word, known) == (found[0] if found else None)


def test_few() -> None:
    assert few(map(str, range(FEW))) == tuple(map(str, range(FEW)))
    assert few(map(str, range(FEW + 1))) == ()


def facts(file: str, name: str, selector: str) -> Facts:
    chosen = f"nodeSelector: {{matchLabels: {{a: {selector}}}}}" if selector else ""
    text = f"apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nmetadata: {{name: {name}}}\nspec:\n  resources: []\n  {chosen}\n"
    (told,) = Linter([NEWEST]).lint(Source(file, text.encode())).told
    return told.facts


ALL = [
    facts(file, name, selector)
    for file in ("a/x.yaml", "a/y.yaml", "overlays/dev/x.yaml", "overlays/prod/x.yaml")
    for name in ("one", "two")
    for selector in ("", "b", "c")
]


@settings(max_examples=300, deadline=None)
@given(configs=st.lists(st.sampled_from(ALL), max_size=8), config=st.sampled_from(ALL))
def test_crowds(configs: list[Facts], config: Facts) -> None:
    found = Crowd(configs).first(config, meet)
    first = next(((number, each) for number, each in enumerate(configs) if meet(config, each)), None)
    assert found == first
