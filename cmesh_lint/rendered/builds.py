"""The kustomizations that matter → what each builds, several at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from .. import faults
from ..finding import NotChecked
from ..kustomize import program
from ..kustomize.copy import copy_tree
from ..kustomize.functions import Plan, plan
from ..kustomize.graph import PLUGINS, Kustomization, KustomizationGraph, is_local, strings
from ..kustomize.program import Built
from ..source.files import Source, holds_envoy_config, printable, read_whole
from ..source.prefilter import POLICIES
from ..system.temporary import folder

_TOGETHER = 2
_NO_KUSTOMIZE = (
    "kustomize not found in PATH, so this kustomization was not built. Install kustomize, or pass --no-kustomize"
)


class Build(NamedTuple):
    """A kustomization and what it builds."""

    root: Kustomization
    plan: Plan
    built: Built

    @property
    def folder(self) -> str:
        """As the user reached it."""
        return os.path.dirname(self.root.path) or os.curdir


class FilesInBuilds(NamedTuple):
    """What is known of the files of a run, by their real paths."""

    speaking: Collection[str]
    """Those that hold CECs or policies."""
    read: Collection[str]
    """All that were read."""


IsSame = Callable[[str], bool]


def all_the_same(_real: str) -> bool:
    """That every file is as it is checked."""
    return True


def is_unchanged(named: Mapping[str, str], source_of: Callable[[str], Source | None]) -> IsSame:
    """Whether a file, by its real path, is on the disk as it was in another state. `named`: those there were."""

    def same(real: str) -> bool:
        then, now = source_of(printable(named[real])) if real in named else None, read_whole(real)
        return then is not None and isinstance(now, Source) and then.data == now.data

    return same


def files_of(root: Kustomization, graph: KustomizationGraph) -> Iterator[str]:
    """The real paths of the files that a kustomization is built of."""
    for one in graph.below(root):
        yield os.path.realpath(one.path)
        entries = [*one.bases(), *one.patches(), *one.others()]
        entries += (entry for field in PLUGINS for entry in one.plugins(field))
        reached = (one.reached(entry) for entry in entries if is_local(entry))
        yield from (path for path in reached if not os.path.isdir(path))


def find_builds(graph: KustomizationGraph, files: FilesInBuilds) -> list[Kustomization]:
    """The roots that lead to CECs or policies."""
    return [root for root in graph.roots if any(_speaks(one, files) for one in graph.below(root))]


def _speaks(one: Kustomization, files: FilesInBuilds) -> bool:
    if any(_is_ours(text.encode("utf-8", "surrogatepass")) for text in strings(one.value)):
        return True
    entries = (*one.bases(), *one.patches(), *one.plugins("generators"))
    return any(_file_speaks(one.reached(entry), files) for entry in entries if is_local(entry))


def _file_speaks(path: str, files: FilesInBuilds) -> bool:
    if path in files.speaking or path in files.read or os.path.isdir(path):
        return path in files.speaking
    return _is_ours(getattr(read_whole(path), "data", b""))


def _is_ours(data: bytes) -> bool:
    return holds_envoy_config(data) or POLICIES.in_bytes(data)


def builds(
    roots: Sequence[Kustomization], graph: KustomizationGraph, run_plugins: bool, missed: Callable[[NotChecked], None]
) -> Iterator[Build]:
    """What the kustomizations build; `missed` is reported of those that do not."""
    found = program.find()
    if found is None:
        for root in roots:
            missed(NotChecked(root.path, _NO_KUSTOMIZE))
        return
    plans = [(root, _plan(root, graph)) for root in roots]
    for root, each in plans:
        if each.trouble and not run_plugins:
            missed(NotChecked(root.path, f"not built: {each.trouble}; pass --kustomize-plugins to allow that"))
    ready = [(root, each) for root, each in plans if run_plugins or not each.trouble]
    for (root, each), built in zip(ready, _all_built(found, ready, graph, run_plugins), strict=True):
        if built.trouble:
            missed(NotChecked(root.path, f"not built: {built.trouble}"))
        else:
            yield Build(root, Plan(()) if run_plugins else each, built)


def _plan(root: Kustomization, graph: KustomizationGraph) -> Plan:
    try:
        return plan(root, graph)
    except Exception as error:
        return Plan((), trouble=faults.not_checked(root.path, "reading it", error).reason)


def _all_built(
    found: str, ready: Sequence[tuple[Kustomization, Plan]], graph: KustomizationGraph, run_plugins: bool
) -> Iterator[Built]:
    from concurrent.futures import ThreadPoolExecutor

    def built(each: tuple[Kustomization, Plan]) -> Built:
        root, how = each
        try:
            if run_plugins or not how.functions:
                return program.build(found, root.folder, run_plugins)
            return _built_without(found, root, how, graph)
        except Exception as error:
            return Built(b"", faults.not_checked(root.path, "building it", error).reason)

    with ThreadPoolExecutor(_TOGETHER) as pool:
        try:
            several = pool.map(built, ready)
        except RuntimeError:  # no thread is to be had
            several = map(built, ready)
        yield from several


def _built_without(found: str, root: Kustomization, how: Plan, graph: KustomizationGraph) -> Built:
    """What a kustomization builds without its functions."""
    try:
        with folder() as target:
            here, original = copy_tree(root, graph, how.functions, target)
            return program.build(found, here)._replace(copy=target, original=original)
    except OSError as error:
        return Built(b"", program.no_folder(error))
