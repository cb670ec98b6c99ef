"""Base and Blob: a commit to compare with, and what it holds at a path."""

from __future__ import annotations

from ..tuples import NamedTuple


class Blob(NamedTuple):
    """A file of a commit."""

    mode: str
    """As git writes it: `100644`, `120000` for a symbolic link."""
    id: str
    """In hexadecimal digits."""


LINK = "120000"
FILES = ("100644", "100755", LINK)
"""The modes of files. Others are submodules."""
