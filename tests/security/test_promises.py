"""The page of promises names tests, and they are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
PROMISES = [line for line in PAGE.splitlines() if re.match(r"\| \w[^|]* \| \w", line) and "| promise |" not in line]


def test_there_are_eight_promises() -> None:
    assert len(PROMISES) == 8


def test_each_promise_names_tests_that_exist() -> None:
    missing = [name for promise in PROMISES for name in (_named(promise) or [promise]) if not _exists(name)]
    assert not missing


def test_a_test_that_is_not_there_would_be_missed() -> None:
    assert not _exists("tests/security/test_promises.py::test_of_nobody")
    assert not _exists("tests/security/test_of_nobody.py::test_there_are_eight_promises")
    assert _exists("tests/security/test_promises.py::test_there_are_eight_promises")


def test_what_the_pages_link_to_is_there() -> None:
    for page in (ROOT / "SECURITY.md", ROOT / "docs" / "security.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), target


def _named(promise: str) -> list[str]:
    return re.findall(r"`(tests/[^`]+)`", promise)


def _exists(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    if not function or not file.is_file():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(each, ast.FunctionDef) and each.name == function for each in ast.walk(tree))
