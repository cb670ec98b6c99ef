"""Base and Blob: a commit to compare with, and what it holds at a path."""

from __future__ import annotations

from typing import NamedTuple


class Base(NamedTuple):
    """The state that a change is compared with."""

    ref: str
    """What was asked for: a branch, a tag, a commit."""
    commit: str
    """The commit that `ref` and HEAD have in common, in hexadecimal digits."""
    top: str
    """The folder of the repository."""
    not_applied: tuple[str, ...] = ()
    """Files of the change that do not say how it is judged, as the repository calls them."""


class Blob(NamedTuple):
    """A file of a commit."""

    mode: str
    """As git writes it: `100644`, `120000` for a symbolic link."""
    id: str
    """In hexadecimal digits."""


LINK = "120000"
FILES = ("100644", "100755", LINK)
"""The modes of files. Others are submodules."""
