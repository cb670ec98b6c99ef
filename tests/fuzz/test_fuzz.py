"""A small share of what `python -m tests.fuzz.runner` runs: no traceback, hang, flood of memory or odd output."""

from __future__ import annotations

import os

import pytest

from . import runner

SEED = int(os.environ.get("CMESH_LINT_FUZZ_SEED", "1"))


@pytest.mark.parametrize("lint", [True, False], ids=["lint", "others"])
def test_hostile_inputs_end_in_a_report(lint: bool) -> None:
    assert runner.run(SEED, 1000, lint) == []


def test_a_fault_is_seen() -> None:
    assert runner.judge(("lint",), 0, 0.1, "Traceback (most recent call last):", "") is not None
    assert runner.judge(("lint",), "KeyError", 0.1, "", "") is not None
    assert runner.judge(("lint",), 1, 6.0, "", "") is not None
    assert runner.judge(("lint",), 1, 0.1, "\u202e", "") is not None
    assert runner.judge(("lint",), 1, 0.1, "a\n::error::x", "") is not None
    assert runner.judge(("lint",), 3, 0.1, "fine", "") is None
