"""Globs: what they name, what means nothing, and that no star makes them slow."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmesh_lint.cli import run
from cmesh_lint.source.globs import MOST, GlobError, check, check_all, matcher


@pytest.mark.parametrize(
    ("glob", "named", "left"),
    [
        ("[a-c].yaml", ["a.yaml", "x/b.yaml"], ["d.yaml", "ab.yaml"]),
        ("[!a-c].yaml", ["d.yaml"], ["a.yaml"]),
        ("[^a]", ["b"], ["a"]),
        ("x[!a]y", ["xby"], ["x/y", "xay"]),
        ("x[+-9]y", ["x1y", "x.y", "x+y"], ["x/y"]),
        ("x[[:digit:]_]", ["x1", "x_"], ["xa"]),
        ("x[[:print:][:punct:][:graph:]]y", ["x.y", "x!y", "xay"], ["x/y"]),
        ("[[a]", ["[", "a"], ["b"]),
        ("[a&&b~~c||d]", ["&", "a", "|"], ["x"]),
        ("[a-]", ["-", "a"], ["b"]),
        ("[\\d]", ["d", "\\"], ["1"]),
        ("[id", ["[id"], ["i"]),
        ("a\nb", ["a\nb", "x/a\nb"], ["ab"]),
        ("*.yaml", ["a\nb.yaml", "a\nb/c.yaml", "caf\udce9.yaml", "größe/ä.yaml"], ["a.yml"]),
        ("caf\udce9", ["caf\udce9"], ["caf\udcea", "cafe"]),
        ("gr??e", ["größe"], ["gre"]),
    ],
)
def test_what_a_glob_names(glob: str, named: list[str], left: list[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        matches = matcher([glob])
    assert [path for path in named + left if matches(path)] == named


@pytest.mark.parametrize("glob", ["[z-a]", "a/[!]", "[^]", "[[:letters:]]", "a" * 5000])
def test_what_means_nothing(glob: str) -> None:
    with pytest.raises(GlobError):
        check(glob)
    with pytest.raises(GlobError):
        matcher(["a", glob])


def test_many_globs_and_too_many() -> None:
    matches = matcher([f"{number}/**/*.yaml" for number in range(MOST)])
    assert matches(f"{MOST - 1}/a/b.yaml")
    assert not matches(f"{MOST}/a/b.yaml")
    with pytest.raises(GlobError, match=f"{MOST} are allowed"):
        check_all(["a"] * (MOST + 1))


def test_stars_do_not_share_a_path_in_all_ways() -> None:
    program = (
        "from cmesh_lint.source.globs import matcher; m = matcher(['*a' * 40 + 'x', '**/' * 40 + 'x*y', '*' * 400 + 'x']); "
        "print(m('a' * 4000), m('a/' * 2000), m('x' * 4000))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=20)
    assert told.stdout == b"False False True\n"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab/*?[]!^-\\:\udc80é.\n&|~"), max_size=20), st.text("ab/é.\n\udc80", max_size=12))
def test_any_text_is_a_glob_or_means_nothing(glob: str, path: str) -> None:
    try:
        matches = matcher([glob])
    except GlobError:
        return
    assert matches(path) in (True, False)
    if re.fullmatch(r"[ab.]+", path):
        assert matcher([path])(path) and matcher([path])(f"a/{path}/b")


@pytest.mark.parametrize("command", [[], ["upgrade-check", "--from", "1.18", "--to", "1.20"]])
def test_the_flag_that_means_nothing_is_a_usage_error(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--exclude", "[z-a]", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert "--exclude" in printed.err
    assert "the range `z-a` in `[z-a]` runs backwards" in " ".join(printed.err.split())
