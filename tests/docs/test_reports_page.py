"""What docs/reports.md shows is what the formats say of examples/broken; `--update-golden` writes it anew."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cmesh_lint.reports import FORMATS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reports.md"
EXAMPLE = re.compile(r"(<!-- (\w+) -->\n```\w+\n)(.*?)(```\n)", re.DOTALL)

SHOWN: dict[str, Callable[[str], str]] = {
    "json": lambda text: first(json.loads(text)["findings"]),
    "sarif": lambda text: first(json.loads(text)["runs"][0]["results"]),
    "gitlab": lambda text: first(json.loads(text)),
    "github": str,
    "markdown": str,
    "junit": str,
}
"""The part of a report that the page shows."""


def first(items: list[object]) -> str:
    return json.dumps(items[0], indent=2, ensure_ascii=False) + "\n"


def said(form: str) -> str:
    command = [sys.executable, "-m", "cmesh_lint", "--no-config", "--format", form, "examples/broken"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout.decode()


def test_the_examples_are_real(request: pytest.FixtureRequest) -> None:
    written = PAGE.read_text("utf-8")
    real = EXAMPLE.sub(lambda found: found[1] + SHOWN[found[2]](said(found[2])) + found[4], written)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(real, "utf-8")
    assert PAGE.read_text("utf-8") == real


def test_every_format_has_an_example() -> None:
    shown = [found[2] for found in EXAMPLE.finditer(PAGE.read_text("utf-8"))]
    assert set(shown) == set(SHOWN) == set(FORMATS) - {"text"}
