"""Tests of rules in the way of `opa test`: the rules named `test_…` in files named `…_test.rego`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...config.rego import Limits
from .. import tokens
from ..embedded import TestRun, UnitTest, run_tests
from ..ruleset import Ruleset, dotted


class Units(NamedTuple):
    """The unit tests of some rules."""

    tests: tuple[UnitTest, ...]
    todo: tuple[UnitTest, ...]
    """Those named `todo_test_…`: they are counted and not run."""


def units(rules: Ruleset) -> Units:
    """All unit tests, by file and line."""
    found = [each for module in rules.tests for each in _units(module.path, tokens.module(module.text))]
    todo = tuple(each for each in found if each.name.rpartition(".")[2].startswith("todo_"))
    return Units(tuple(each for each in found if each not in todo), todo)


def run(rules: Ruleset, tests: Units, limits: Limits) -> TestRun:
    """Their results. Raises EngineError where a module cannot be loaded."""
    return run_tests(rules.program, rules.tests, tests.tests, limits)


def _units(path: str, module: tokens.ParsedModule) -> Iterator[UnitTest]:
    package = dotted(module.package)
    lines = {token.text: token.line for token in reversed(module.tokens)}
    for head in module.heads:
        if head.startswith(("test_", "todo_test_")):
            yield UnitTest(f"data.{package}.{head}", path, lines[head])
