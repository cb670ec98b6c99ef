"""Temporary folders and files: removed when they are done with, and at the latest when the process ends.

What a process leaves that is killed outright, nobody can remove.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PREFIX = "cmesh-lint-"

_held: set[str] = set()
"""All paths that are to be removed. Each is noted before it is there, so that a signal in between loses nothing."""


@contextmanager
def folder() -> Iterator[str]:
    """An empty folder that only this user can enter, by its real path. Raises OSError where none can be made."""
    path = os.path.join(os.path.realpath(tempfile.gettempdir()), PREFIX + secrets.token_hex(8))
    with holding(path):
        os.mkdir(path, 0o700)
        yield path


@contextmanager
def holding(path: str) -> Iterator[None]:
    """Removes what is at `path` at the end, a folder or a file, where there still is something."""
    _held.add(path)
    try:
        yield
    finally:
        _remove(path)
        _held.discard(path)


def clear() -> None:
    """Removes everything that is left. To be called where this process is about to end."""
    for path in tuple(_held):
        _remove(path)


def _remove(path: str) -> None:
    if not os.path.isdir(path) or os.path.islink(path):
        with suppress(OSError):
            os.unlink(path)
        return
    shutil.rmtree(path, ignore_errors=True)
    if os.path.lexists(path):  # a folder in it that nobody may write to
        for inner, _, _ in os.walk(path):
            with suppress(OSError):
                os.chmod(inner, 0o700)
                for each in os.scandir(inner):
                    if each.is_dir(follow_symlinks=False):
                        os.chmod(each.path, 0o700)
        shutil.rmtree(path, ignore_errors=True)
