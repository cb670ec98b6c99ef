"""A guide as its reader follows it: files to write, and commands to give, in order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

GUIDES = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class File(NamedTuple):
    """A block of YAML whose first line is a comment with the path."""

    path: str
    text: str


class Command(NamedTuple):
    """A line of a console, without what it prints."""

    line: str


def steps(page: str) -> Iterator[File | Command]:
    """What docs/`page` asks its reader to do. Blocks without a path are no step."""
    for language, text in _BLOCK.findall((GUIDES / page).read_text("utf-8")):
        head, _, rest = text.partition("\n")
        if language == "console":
            yield from (Command(line[2:]) for line in text.splitlines() if line.startswith("$ "))
        elif language == "yaml" and re.fullmatch(r"# [\w./-]+\.ya?ml", head):
            yield File(head[2:], rest)


class Reader(NamedTuple):
    """Somebody who follows a guide in a folder."""

    folder: Path
    environment: Mapping[str, str]

    def follow(self, page: str) -> list[tuple[str, str]]:
        """Writes every file and gives every command; the commands that failed, with what they said."""
        failed = []
        for step in steps(page):
            if isinstance(step, File):
                self.write(step)
                continue
            ran = self.give(step.line)
            if ran.returncode:
                failed.append((step.line, ran.stdout))
        return failed

    def write(self, file: File) -> None:
        target = self.folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.text, "utf-8")

    def give(self, line: str) -> subprocess.CompletedProcess[str]:
        """Runs a line in bash; both streams are in `stdout`."""
        return subprocess.run(
            ["bash", "-c", line],
            cwd=self.folder,
            env={**self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


def environment(**more: str) -> dict[str, str]:
    """The variables of a reader who has activated the environment of the tests, and is not in a hook of git."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(("GIT_", "CMESH_LINT_"))}
    return inherited | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"} | more
