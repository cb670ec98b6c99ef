"""What a run in a folder calls the files of a repository, now and at another commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from ..source.files import SUFFIXES, prefix_of
from ..source.globs import matcher
from ..system.git import GitError
from .blobs import BlobReader
from .tree import Tree, target
from .types import LINK


def own(paths: Sequence[str], top: str) -> list[str]:
    """Those of the paths that belong to the repository, and to no other one within it: a submodule, a clone."""
    is_own = _is_own(top)
    return [path for path in paths if is_own(os.path.dirname(os.path.abspath(path)))]


def _is_own(top: str) -> Callable[[str], bool]:
    @cache
    def is_own(folder: str) -> bool:
        real = os.path.realpath(folder)
        if real == top:
            return True
        if os.path.lexists(os.path.join(real, ".git")) or os.path.dirname(real) == real:
            return False
        return is_own(os.path.dirname(real))

    return is_own


def name_at_base(
    tree: Tree, paths: Sequence[str], exclude: Sequence[str], top: str, objects: BlobReader
) -> dict[str, str | None]:
    """The files of a tree that `paths` stand for: by the name the run has for each, where it lies in the tree.

    None stands for what is outside of the tree, where a link leads. Raises GitError for paths outside of the
    repository. `files.find` does the same for what is on the disk.
    """
    excluded = matcher(exclude)
    found: dict[str, str | None] = {}
    seen: set[str] = set()
    for path in paths:
        for name, place in _below(tree, path, top):
            shown = prefix_of(path) + name if name else path
            file = target(place, tree, objects)
            if file in seen or excluded(shown) or (name and excluded(name)):
                continue
            if file is not None:
                seen.add(file)
            found[shown] = file
    return found


def _below(tree: Tree, path: str, top: str) -> Iterator[tuple[str, str]]:
    """(Path below `path`, path in the tree) of files in sorted order, links last; of a file, itself with no name."""
    inside = os.path.relpath(os.path.realpath(path), top)
    if inside.startswith("../") or inside == "..":
        raise GitError(f"`{path}` is not in the repository at {top}")
    if inside in tree:
        yield "", inside
        return
    above = "" if inside == "." else f"{inside}/"
    names = [name for name in tree if name.startswith(above) and name.endswith(SUFFIXES)]
    for name in sorted(names, key=lambda each: (tree[each].mode == LINK, each)):
        yield name[len(above) :], name
