"""A command line that runs within the test: what it writes, and how it ends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from cmesh_lint.cli import run


class Ended(NamedTuple):
    """What a command has written."""

    status: int
    out: str
    errors: str


def ended(arguments: list[str]) -> Ended:
    """Runs a command line in the working directory."""
    out, errors = TextIOWrapper(BytesIO(), encoding="utf-8"), StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        status = run(arguments)
    out.seek(0)
    return Ended(status, out.buffer.read().decode("utf-8"), errors.getvalue())


@contextmanager
def within(folder: str) -> Iterator[None]:
    """Changes the working directory for a while."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def ended_beside(files: Mapping[str, bytes], arguments: list[str]) -> Ended:
    """Runs a command line in a folder that holds these files."""
    with tempfile.TemporaryDirectory() as folder, within(folder):
        for name, data in files.items():
            Path(folder, os.path.dirname(name)).mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(data)
        return ended(arguments)
