"""The files of a commit, by path below the top of the repository."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..system.git import Git
from .blobs import BlobReader
from .types import FILES, LINK, Blob

Tree = Mapping[str, Blob]

_LINKS = 8
"""Links that lead to links, at most."""


def list_tree(git: Git, commit: str) -> dict[str, Blob]:
    """All files of a commit; raises GitError. Submodules are other repositories, and left out."""
    entries = (each.partition("\t") for each in git.names("ls-tree", "-r", "-z", "--full-tree", commit))
    blobs = ((path, head.split(" ")) for head, _, path in entries)
    return {path: Blob(mode, blob_id) for path, (mode, _, blob_id) in blobs if mode in FILES}


def find_renames(git: Git, commit: str) -> dict[str, str]:
    """New names by old ones, of files that were moved since that commit, as far as the index knows; raises GitError."""
    said = git.names("diff-index", "--cached", "--raw", "-z", "-M", "--diff-filter=R", "--no-ext-diff", commit)
    return dict(zip(said[1::3], said[2::3], strict=True))


def find_moves(tree: Tree, names: Mapping[str, str]) -> dict[str, Blob]:
    """The tree with other names for some of its files."""
    return {names.get(path, path): blob for path, blob in tree.items()}


def target(path: str, tree: Tree, objects: BlobReader) -> str | None:
    """The file that a path stands for, at the end of its links; None where it is outside of the tree."""
    for _ in range(_LINKS):
        blob = tree.get(path)
        if blob is None or blob.mode != LINK:
            return path if blob else None
        path = os.path.normpath(os.path.join(os.path.dirname(path), os.fsdecode(objects.read(blob.id))))
    return None
