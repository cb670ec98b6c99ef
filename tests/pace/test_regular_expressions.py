"""Every regular expression of the package takes a time that grows with the text, and no more than that."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .patterns import Used, _stop, every, slow

TESTS = Path(__file__).parents[1]
MADE_LATER = ["decode/certain.py", "krm/shape.py", "patterns.py", "protobuf/wellknown.py"]
"""Where an expression is made while the program runs: from the project's own schemas, or from what a module holds."""


def test_each_is_linear() -> None:
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    command = [sys.executable, "-m", "pace.patterns"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=600, env={**os.environ, "PYTHONPATH": paths}
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_none_is_left_out() -> None:
    found, made_later = every()
    assert made_later == MADE_LATER
    assert len(found) > 100
    assert all(used.methods for used in found)


@pytest.mark.parametrize("pattern", [r"(\w+)Error", r"%A\(([^)]+)\)%", r"(?:a+)+b", r"^[\s{]*kind:", r"[ \t]*#"])
def test_one_that_is_not_is_found(pattern: str) -> None:
    before = signal.signal(signal.SIGVTALRM, _stop)
    try:
        assert slow(Used("", re.compile(pattern, re.MULTILINE), ("search",)))
    finally:
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("pattern", [r"a+b?", r"\b(\w+)Error", r"%A\(([^)%]+)\)%", r"(?<![ \t])[ \t]*#"])
def test_one_that_is_is_not(pattern: str) -> None:
    assert not slow(Used("", re.compile(pattern), ("search",)))
