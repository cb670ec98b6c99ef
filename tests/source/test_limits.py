"""Input made to hurt: one clear finding each, within 200 MiB of memory. Each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

PROGRAM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (200 * 1024 * 1024, -1))
from cmesh_lint.source.documents import read, too_large
from cmesh_lint.source.files import Source, TooLarge
from cmesh_lint.source.files import read as read_file

source = read_file(sys.argv[1])
if isinstance(source, TooLarge):
    print(too_large(source).rule)
elif source is None:
    print("skipped")
else:
    print(*(problem.rule for problem in read(source).problems))
"""
HEAD = "kind: CiliumEnvoyConfig\n"
NAMES = "abcdefghijklmnop"
LAUGHS = "".join(f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise(NAMES))
MIB = 1024 * 1024


CASES: dict[str, tuple[Callable[[], str], str]] = {
    "laughs": (lambda: f"{HEAD}a: &a [x, x, x, x, x, x, x, x, x, x]\n{LAUGHS}", "yaml-alias-bomb"),
    "one alias, many times": (lambda: f"{HEAD}a: &a [x]\nb: [{', '.join(['*a'] * 400_000)}]\n", ""),
    "loop": (lambda: f"{HEAD}a: &a {{b: *a}}\n", "yaml-alias-loop"),
    "brackets, unclosed": (lambda: f"{HEAD}a: {'[' * 1_000_000}", "yaml-too-deep"),
    "brackets": (lambda: f"{HEAD}a: {'[' * 10_000}{']' * 10_000}\n", "yaml-too-deep"),
    "braces": (lambda: f"{HEAD}a: {'{a: ' * 10_000}{'}' * 10_000}\n", "yaml-too-deep"),
    "mappings": (lambda: f"{HEAD}a:\n" + "".join(" " * level + "a:\n" for level in range(1, 3000)), "yaml-too-deep"),
    "dashes": (lambda: f"{HEAD}a:\n  {'- ' * 100_000}\n", "yaml-too-deep"),
    "question marks": (lambda: f"{HEAD}? {'? ' * 100_000}\n", "yaml-too-deep"),
    "json": (lambda: f'{{"kind": "CiliumEnvoyConfig", "a": {"[" * 1_000_000}{"]" * 1_000_000}}}', "yaml-too-deep"),
    "50 MiB": (lambda: f"{HEAD}a: {'x' * 50 * MIB}\n", "file-too-large"),
    "50 MiB, not ours": (lambda: f"a: {'x' * 50 * MIB}\n", "skipped"),
    "50 MiB, ours at the end": (lambda: f"a: {'x' * (50 * MIB - 8)}{HEAD}", "file-too-large"),
    "NUL": (lambda: f"{HEAD}a: {chr(0)}\n", "yaml-syntax"),
    "20,000 documents": (lambda: f"{HEAD}---\n" * 20_000 + f"{HEAD}a: [\n", "yaml-syntax"),
    "number signs": (lambda: f"{HEAD}a: {'#' * MIB}\n{'# ' * MIB}\n---\n{'# ' * MIB}]\n", ""),
    "blanks": (lambda: f"{HEAD}a: {' ' * MIB}x\n{' ' * MIB}\n", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_one_finding_in_little_memory(tmp_path: Path, name: str) -> None:
    text, expected = CASES[name]
    path = tmp_path / "x.yaml"
    path.write_text(text(), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(path)]
    result = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (result.stdout.strip(), result.stderr) == (expected, "")
