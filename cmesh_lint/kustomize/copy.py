"""A copy of a kustomization and of what it leads to, without the functions that it has run.

kustomize fails where a validator is left out, and takes nothing but `--enable-exec` for leave to run one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable

from ..source.files import LIMIT
from ..source.yaml_writer import dump
from .functions import Entry
from .graph import NAMES, Kustomization, KustomizationGraph, strings


def copy_tree(
    top: Kustomization, graph: KustomizationGraph, without: Collection[Entry], target: str
) -> tuple[str, str]:
    """Copies to the folder `target`: where the kustomization is now, and the folder that `target` stands for."""
    every = _every(top, graph)
    original = os.path.commonpath([one.folder for one in every])
    for one in every:
        here = os.path.normpath(os.path.join(target, os.path.relpath(one.folder, original)))
        os.makedirs(here, exist_ok=True)
        value = {field: _left(one, field, without) for field in one.value}
        with open(os.path.join(here, NAMES[0]), "w", encoding="utf-8") as file:
            file.write(dump(value))
        for name in _files(one, graph):
            path = os.path.join(here, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            shutil.copyfile(os.path.join(one.folder, name), path)
    return os.path.join(target, os.path.relpath(top.folder, original)), original


def _every(top: Kustomization, graph: KustomizationGraph) -> list[Kustomization]:
    """All kustomizations that one leads to, those of its plugins among them."""
    found = {one.folder: one for one in graph.below(top)}
    for one in list(found.values()):
        for field in ("generators", "transformers"):
            for entry in one.plugins(field):
                inner = graph.of(one.reached(entry)) if "\n" not in entry else None
                found.update({each.folder: each for each in graph.below(inner)} if inner else {})
    return list(found.values())


def _left(one: Kustomization, field: str, without: Collection[Entry]) -> object:
    value = one.value[field]
    if isinstance(value, list):
        return [each for each in value if not (isinstance(each, str) and (one.folder, field, each) in without)]
    return value


def _files(one: Kustomization, graph: KustomizationGraph) -> Iterable[str]:
    """The files below its folder that it names anywhere, by their paths from there."""
    named = {part for text in strings(one.value) if "\n" not in text for part in (text, text.rpartition("=")[2])}
    for name in sorted(named):
        path = os.path.normpath(os.path.join(one.folder, name))
        real = os.path.realpath(path)
        # What lies elsewhere is no business of a kustomization: kustomize does not read it, either.
        if real.startswith(f"{one.folder}/") and os.path.isfile(real) and os.path.getsize(real) <= LIMIT:
            yield os.path.relpath(path, one.folder)
