"""The commit that is being made: what it changes, and which files of the repository may have to do with it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..source.files import SUFFIXES, WORDS
from ..source.prefilter import IN_GIT, POLICIES
from ..system import checkout
from ..system.git import NO, Git, GitError
from ..tuples import NamedTuple
from .base import base
from .types import FILES


class Staged(NamedTuple):
    """A commit that is being made, as the index has it."""

    git: Git
    changed: Mapping[str, str | None]
    """By path from the working directory: the blob that was there before; None for a new file."""


def read_index(variables: Mapping[str, str]) -> Staged:
    """The commit that git, or pre-commit with `--from-ref`, asks a hook about; raises GitError."""
    top = checkout.top(os.curdir)
    index_file = variables.get("GIT_INDEX_FILE")
    git = Git(top, os.path.abspath(index_file) if index_file else None)
    before = variables.get("PRE_COMMIT_FROM_REF")
    return Staged(git, _changed(git, base(before, top).commit) if before else _since_head(git))


def _since_head(git: Git) -> dict[str, str | None]:
    try:
        # Nearly always there is a HEAD: git need not be asked twice.
        return _changed(git, "HEAD")
    except GitError:
        return _changed(git, _head(git))


def _head(git: Git) -> str:
    try:
        return git.asked("rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
    except GitError as error:
        if error.status != NO:
            raise
        # Before the first commit there is nothing: the tree without an entry.
        return git.asked("hash-object", "-t", "tree", os.devnull).decode().strip()


def _changed(git: Git, commit: str) -> dict[str, str | None]:
    said = git.names("diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", commit)
    found: dict[str, str | None] = {}
    for head, path in zip(said[::2], said[1::2], strict=True):
        mode, _, blob_id, _, _ = head.lstrip(":").split(" ")
        if path.endswith(SUFFIXES):
            found[_here(git, path)] = blob_id if mode in FILES else None
    return found


def candidates(git: Git) -> list[str]:
    """The files in the index that may have to do with Envoy configuration, by path from the working directory.

    They are searched as they are in the work tree, which is what pre-commit leaves of a commit. Raises GitError.
    """
    marks = [word for mark in (*WORDS, POLICIES.word.replace(".", r"\."), IN_GIT) for word in ("-e", mark)]
    patterns = [f"*{suffix}" for suffix in SUFFIXES]
    options = ("-l", "-z", "-E", "--no-color", "--no-textconv", "--no-recurse-submodules", "--full-name")
    try:
        return [_here(git, path) for path in git.names("grep", *options, *marks, "--", *patterns)]
    except GitError as error:
        if error.status != NO:
            raise
        return []


def _here(git: Git, path: str) -> str:
    return os.path.relpath(os.path.join(git.folder, path)) if git.folder != os.getcwd() else path
