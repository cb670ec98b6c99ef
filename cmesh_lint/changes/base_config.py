"""What says how a change is checked, as it was before the change: configuration, custom rules, baseline.

A change cannot switch off what would find it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..config import file as configuration
from ..config.file import Config
from ..config.rego import SHIPPED
from ..config.settings import Base
from ..system.git import Git
from .blobs import BlobReader, is_stored_as
from .tree import Tree, list_tree
from .types import LINK

_OF_RULES = (".rego", ".json", ".yaml", ".yml", ".tar.gz", ".tgz")
"""How the names of files end that rules are read from."""


class Kept(NamedTuple):
    """What holds for a change."""

    config: Config
    not_applied: tuple[str, ...]
    """Files and folders that the change would have otherwise, as seen from the working directory."""


def config_at_base(base: Base, named: str | None, scratch: Callable[[], str]) -> Kept:
    """The configuration at `named`, or the nearest one, as the base has it.

    `scratch` gives a new folder: there go rules and baselines that the change alters. What is outside of the
    repository is read where it is. Raises GitError, OSError and ConfigError.
    """
    git = Git(base.top)
    with BlobReader(git) as objects:
        before = _Before(base.top, list_tree(git, base.commit), objects, scratch)
        config = before.config(named)
        rules = tuple(each if each == SHIPPED else before.at(each) for each in config.rules)
        baseline = before.at(config.baseline) if config.baseline else None
        return Kept(config._replace(rules=rules, baseline=baseline), tuple(before.not_applied))


class _Before:
    """Reads from the base, and remembers where the change has something else."""

    def __init__(self, top: str, tree: Tree, objects: BlobReader, scratch: Callable[[], str]) -> None:
        self._top = top
        self._tree = tree
        self._objects = objects
        self._scratch = scratch
        self.not_applied: list[str] = []

    def config(self, named: str | None) -> Config:
        now = named or configuration.find(os.getcwd(), os.path.expanduser("~"))
        place = self._inside(named) if named else self._nearest()
        if place is None and named:
            return configuration.load(named, by_flag=True)
        path = os.path.relpath(os.path.join(self._top, place)) if place else None
        if now is not None and (path is None or os.path.realpath(now) != os.path.realpath(path)):
            self.not_applied.append(os.path.relpath(now))
        if place is None or path is None or place not in self._tree:
            return Config()
        if not self._is_as_before(place):
            self.not_applied.append(path)
        return configuration.parse(path, self._objects.read(self._tree[place].id))

    def at(self, path: str) -> str:
        """Where to read what is at `path`: there, or where the base's files were put."""
        place = self._inside(path)
        there = sorted(self._below(place)) if place else []
        if not place or not there or (all(map(self._is_as_before, there)) and self._on_disk(place) <= {*there}):
            return path
        self.not_applied.append(path)
        folder = self._scratch()
        for each in there:
            target = os.path.join(folder, each)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(self._objects.read(self._tree[each].id))
        return os.path.join(folder, place)

    def _inside(self, path: str) -> str | None:
        """A path as the repository has it; None outside."""
        place = os.path.relpath(os.path.realpath(path), self._top)
        return None if place == os.pardir or place.startswith("../") else place

    def _nearest(self) -> str | None:
        folder = os.path.relpath(os.path.realpath(os.curdir), self._top)
        while True:
            place = os.path.normpath(os.path.join(folder, configuration.NAME))
            if place in self._tree:
                return place
            if folder in ("", os.curdir):
                return None
            folder = os.path.dirname(folder)

    def _is_as_before(self, place: str) -> bool:
        try:
            with open(os.path.join(self._top, place), "rb") as file:
                return is_stored_as(file.read(), self._tree[place].id)
        except OSError:
            return False

    def _below(self, place: str) -> Iterator[str]:
        """The file, or the files of the folder that rules are read from."""
        above = "" if place == os.curdir else f"{place}/"
        for path, blob in self._tree.items():
            apart = blob.mode == LINK or ".." in path.split("/")
            if path == place or (path.startswith(above) and path.endswith(_OF_RULES) and not apart):
                yield path

    def _on_disk(self, place: str) -> set[str]:
        """The same on the disk."""
        found: set[str] = set()
        for folder, _, names in os.walk(os.path.join(self._top, place)):
            below = os.path.relpath(folder, self._top)
            found.update(os.path.normpath(os.path.join(below, name)) for name in names if name.endswith(_OF_RULES))
        return found
