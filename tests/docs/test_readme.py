"""What README shows is what the commands print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_screen_of_output_is_real() -> None:
    (block,) = re.findall(r"```console\n\$ cmesh-lint examples\n(.*?)```", README, re.DOTALL)
    command = [sys.executable, "-m", "cmesh_lint", "examples"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout == block
    assert answer.returncode == 1


def test_every_command_that_it_names_exists() -> None:
    from cmesh_lint.commands import COMMANDS

    named = re.findall(r"^\$ cmesh-lint ([a-z][a-z-]+)", README, re.MULTILINE)
    assert set(named) - {"examples"} <= set(COMMANDS)


def test_every_file_that_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
