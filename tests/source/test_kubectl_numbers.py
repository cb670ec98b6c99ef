"""Both readers against what kubectl's own libraries make of numbers, and of what only looks like one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_kubectl_yaml import read, types

from cmesh_lint.syntax.errors import UnreadableError
from cmesh_lint.syntax.json_nodes import NotJsonError, first_value

TABLE = json.loads(Path(__file__).with_name("kubectl_numbers.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("reader", ["yaml", "key", "json"])
def test_numbers_are_what_kubectl_takes_them_for(reader: str) -> None:
    wrong = []
    for name, case in TABLE.items():
        if name.startswith(f"{reader}: "):
            found, expected = made(reader, case["yaml"]), types(case.get("json", "error"))
            if found != expected:
                wrong.append((name, found, expected))
    assert wrong == []


def made(reader: str, text: str) -> Any:
    try:
        return types(first_value(text, 0)[0] if reader == "json" else read(text))
    except (NotJsonError, UnreadableError):
        return types("error")


@pytest.mark.parametrize("number", ["1000000000000000000000", "-604462909807314587353089", "9" * 300, "1e22"])
@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
def test_large_numbers(number: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(f'{{"kind":"CiliumEnvoyConfig","a":{number}}}')
    command = [sys.executable, "-m", "cmesh_lint", "lint", str(path)]
    said = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, timeout=60, check=False)
    assert said.returncode == 1


@pytest.mark.parametrize(
    "text", ["9" * 1_000_000, "0." + "9" * 1_000_000, "0" * 1_000_000 + "1", "0x" + "f" * 1_000_000]
)
def test_long_numbers(text: str) -> None:
    program = "import sys; from cmesh_lint.source.documents import read; from cmesh_lint.source.files import Source\n"
    program += "data = sys.stdin.buffer.read()\nfor name in ('x.yaml', 'x.json'): read(Source(name, data), bool)"
    command = [sys.executable, "-c", program]
    data = f'{{"a": {text}}}'.encode()
    subprocess.run(command, cwd=Path(__file__).parents[2], input=data, timeout=60, check=True)
