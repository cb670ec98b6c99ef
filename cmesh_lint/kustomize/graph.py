"""Kustomization files → what refers to what, as far as it lies on this disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from ..source.documents import Document, read
from ..source.files import Source, read_whole

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""What kustomize calls its files, the first that is there."""

_BASES = ("resources", "bases", "components")
PLUGINS = ("generators", "transformers", "validators")
"""The fields that name what is run."""
_LISTS_OF_FILES = ("crds", "configurations")
_LISTS_WITH_PATHS = ("patches", "patchesJson6902", "replacements")
_REMOTE = ("http:", "https:", "ssh:", "git:", "git@", "git::", "file:")


class Kustomization(NamedTuple):
    """A kustomization: what is in its file."""

    path: str
    """As the user reached it."""
    folder: str
    """Its real path."""
    document: Document
    value: dict[str, Any]

    @property
    def is_component(self) -> bool:
        """Whether it is a part of others and is not built alone."""
        return self.value.get("kind") == "Component"

    def bases(self) -> Iterator[str]:
        """The entries that are resources or folders with such."""
        for field in _BASES:
            yield from _strings(self.value.get(field))

    def plugins(self, field: str) -> Iterator[str]:
        """The entries of `generators`, `transformers` or `validators`: files, folders, or YAML."""
        yield from _strings(self.value.get(field))

    def patches(self) -> Iterator[str]:
        """The files that change resources; they hold parts of objects."""
        for field in _LISTS_WITH_PATHS:
            for each in _list(self.value.get(field)):
                if isinstance(each, dict) and isinstance(each.get("path"), str):
                    yield each["path"]
        yield from (each for each in _strings(self.value.get("patchesStrategicMerge")) if "\n" not in each)

    def merged(self) -> Iterator[tuple[str, dict[str, Any] | None]]:
        """The files that are merged into resources, each with its `target`; None where it names its object itself."""
        for each in _list(self.value.get("patches")):
            if isinstance(each, dict) and isinstance(each.get("path"), str):
                target = each.get("target")
                yield each["path"], target if isinstance(target, dict) else None
        yield from ((each, None) for each in _strings(self.value.get("patchesStrategicMerge")) if "\n" not in each)

    def others(self) -> Iterator[str]:
        """Further files that say how resources are changed."""
        for field in _LISTS_OF_FILES:
            yield from _strings(self.value.get(field))

    def reached(self, entry: str) -> str:
        """The real path of what an entry names."""
        return os.path.realpath(os.path.join(self.folder, entry))


class KustomizationGraph:
    """Kustomizations, and those they lead to. Reads each file once."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_folder: dict[str, Kustomization | None] = {}
        for path in paths:
            folder = os.path.realpath(os.path.dirname(path) or os.curdir)
            self._by_folder.setdefault(folder, _read(path, folder))
        self._asked = tuple(each for each in self._by_folder.values() if each)

    def of(self, folder: str) -> Kustomization | None:
        """The kustomization in a folder, given by its real path."""
        if folder not in self._by_folder:
            paths = (os.path.join(folder, name) for name in NAMES)
            path = next(filter(os.path.isfile, paths), None)
            self._by_folder[folder] = _read(os.path.relpath(path), folder) if path else None
        return self._by_folder[folder]

    def resources(self) -> set[str]:
        """The real paths of what some kustomization that is known takes as a resource."""
        known = (each for each in self._by_folder.values() if each)
        return {one.reached(entry) for one in known for entry in one.bases() if is_local(entry)}

    @cached_property
    def roots(self) -> tuple[Kustomization, ...]:
        """Those that were asked for and that none of the others refers to."""
        referred = {
            one.reached(entry) for one in self._asked for entry in (*one.bases(), *_folders(one)) if is_local(entry)
        }
        return tuple(one for one in self._asked if one.folder not in referred and not one.is_component)

    def below(self, top: Kustomization) -> list[Kustomization]:
        """A kustomization and all that it leads to by resources, bases and components."""
        found = {top.folder: top}
        left = [top]
        while left:
            one = left.pop()
            for entry in one.bases():
                base = self.of(one.reached(entry)) if is_local(entry) else None
                if base and base.folder not in found:
                    found[base.folder] = base
                    left.append(base)
        return list(found.values())


def is_local(entry: str) -> bool:
    """Whether an entry names something on this disk."""
    return "\n" not in entry and not entry.lower().startswith(_REMOTE) and "://" not in entry


def strings(value: Any) -> Iterator[str]:
    """Every string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def _folders(one: Kustomization) -> Iterator[str]:
    for field in PLUGINS:
        yield from one.plugins(field)


def _read(path: str, folder: str) -> Kustomization | None:
    source = read_whole(path)
    if not isinstance(source, Source):
        return None
    reading = read(source, lambda _: True)
    document = next((each for each in reading.documents if isinstance(each.value, dict)), None)
    return Kustomization(source.path, folder, document, document.value) if document else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(value: Any) -> Iterator[str]:
    yield from (each for each in _list(value) if isinstance(each, str))
