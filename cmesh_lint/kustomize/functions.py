"""What a kustomization has run: functions, plugins, charts; whether ours are the only ones, and where they stand."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..krm.function_config import Orders, OrdersError, orders
from ..source.documents import Document, read
from ..source.files import Source, read_whole
from .graph import PLUGINS, Kustomization, KustomizationGraph, is_local, strings

OURS = "cmesh-krm"
_ANNOTATIONS = ("config.kubernetes.io/function", "config.k8s.io/function")
_CHARTS = ("helmCharts", "helmChartInflationGenerator")
_CHANGES_NOTHING = {
    "apiVersion",
    "kind",
    "metadata",
    "resources",
    "bases",
    "buildMetadata",
    "validators",
    "sortOptions",
}
"""Fields that leave resources as they are."""
_NETWORK = re.compile(r"https?:", re.IGNORECASE)


Entry = tuple[str, str, str]
"""The folder of a kustomization, a field, and an entry in it."""


class FunctionUse(NamedTuple):
    """That a kustomization has our function expand its policies."""

    kustomization: Kustomization
    orders: Orders
    document: Document
    """The orders as they are written."""
    generates: bool
    """Whether it expands the policies of its orders alone."""


class Plan(NamedTuple):
    """How to build a kustomization."""

    expansions: tuple[FunctionUse, ...]
    """Those who expand policies; the innermost last."""
    functions: frozenset[Entry] = frozenset()
    """Entries that run functions: ours, and validators."""
    trouble: str = ""
    """Why it cannot be built without running what it names; empty where it can."""


class _RefusalError(Exception):
    """Why a kustomization cannot be built."""


def plan(top: Kustomization, graph: KustomizationGraph) -> Plan:
    """How to build a kustomization so that nothing is run, and what comes out is what it would be if it were."""
    below = graph.below(top)
    expansions: list[FunctionUse] = []
    functions: set[Entry] = set()
    try:
        for one in below:
            _refuse_network(one)
            for field in PLUGINS:
                found = dict(_functions(one, field, graph))
                functions |= {(one.folder, field, entry) for entry in found}
                expansions += (each for documents in found.values() for each in _expansions(documents, one, field))
        for each in expansions:
            _refuse_changes_above(each.kustomization, top, below)
    except _RefusalError as refusal:
        return Plan((), trouble=str(refusal))
    return Plan(tuple(expansions), frozenset(functions))


def _refuse_network(one: Kustomization) -> None:
    for field, value in one.value.items():
        if field in _CHARTS:
            raise _RefusalError(f"{one.path} runs Helm")
        # What is written into resources may mention the network.
        if field not in {"patches", "patchesJson6902", "patchesStrategicMerge", "configMapGenerator", "metadata"}:
            for text in strings(value):
                if _NETWORK.match(text) or (field in {"resources", "bases", "components"} and not is_local(text)):
                    raise _RefusalError(f"{one.path} fetches `{text.splitlines()[0]}` from the network")


def _functions(one: Kustomization, field: str, graph: KustomizationGraph) -> Iterator[tuple[str, list[Document]]]:
    """The entries of a field that run functions, each with what it holds. Raises _RefusalError for foreign ones."""
    last = ""
    for entry in one.plugins(field):
        documents = list(_of_entry(entry, one, graph, set()))
        ours = [_is_ours(each.value, one, field) for each in documents]
        if all(ours):
            last = entry
            yield entry, documents
        elif any(ours) or (last and field == "transformers"):
            raise _RefusalError(f"`{entry}` of {one.path} changes what `{OURS}` generates")


def _of_entry(entry: str, one: Kustomization, graph: KustomizationGraph, seen: set[str]) -> Iterator[Document]:
    if "\n" in entry:
        yield from _parsed(Source(one.path, entry.encode()))
        return
    place = one.reached(entry)
    inner = graph.of(place) if os.path.isdir(place) else None
    if inner is None:
        source = read_whole(os.path.normpath(os.path.join(os.path.dirname(one.path), entry)))
        if not isinstance(source, Source):
            raise _RefusalError(f"`{entry}` of {one.path} cannot be read")
        yield from _parsed(source)
    elif place not in seen:
        seen.add(place)
        _refuse_network(inner)
        if not set(inner.value) <= _CHANGES_NOTHING:
            raise _RefusalError(f"{inner.path} changes what {one.path} runs")
        for each in inner.bases():
            yield from _of_entry(each, inner, graph, seen)


def _parsed(source: Source) -> Iterator[Document]:
    reading = read(source, lambda _: True)
    for document in reading.documents:
        if isinstance(document.value, dict):
            yield document


def _is_ours(config: dict[str, Any], one: Kustomization, field: str) -> bool:
    """Whether it is a function that can be left out; False for what is built in. Raises _RefusalError for others."""
    if config.get("apiVersion") == "builtin":
        _refuse_network(one._replace(value={"config": config}))
        return False
    said = _annotation(config)
    name = f"{config.get('kind')}"
    if not said:
        raise _RefusalError(f"{one.path} runs the plugin `{name}`")
    value: dict[str, Any] = next((each.value for each in _parsed(Source(one.path, said.encode()))), {})
    program = value.get("exec")
    path = program.get("path") if isinstance(program, dict) else None
    if field == "validators":  # it changes nothing
        return True
    if not isinstance(path, str):
        raise _RefusalError(f"{one.path} runs the function `{name}` in a container")
    if os.path.basename(path) != OURS:
        raise _RefusalError(f"{one.path} runs the program `{path}`")
    return True


def _annotation(config: dict[str, Any]) -> str:
    metadata = config.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    given = annotations if isinstance(annotations, dict) else {}
    return str(next((given[name] for name in _ANNOTATIONS if name in given), ""))


def _expansions(documents: list[Document], one: Kustomization, field: str) -> Iterator[FunctionUse]:
    for document in documents if field != "validators" else ():
        try:
            told = orders(document.value)
        except OrdersError as error:
            raise _RefusalError(f"{one.path}: {error}") from error
        generates = field == "generators"
        if generates and not set(one.value) <= {*_CHANGES_NOTHING, field}:
            raise _RefusalError(f"{one.path} may change what `{OURS}` generates")
        if told.role == "expand":
            yield FunctionUse(one, told, document, generates)


def _refuse_changes_above(inner: Kustomization, top: Kustomization, below: list[Kustomization]) -> None:
    """What an outer kustomization does to CECs cannot be known before there are any."""
    for one in below:
        if one is inner:
            continue
        leads_there = inner.folder in {one.reached(entry) for entry in one.bases() if is_local(entry)}
        if leads_there and not set(one.value) <= _CHANGES_NOTHING:
            raise _RefusalError(f"{one.path} may change what `{OURS}` generates in {inner.path}")
        if leads_there and one is not top:
            _refuse_changes_above(one, top, below)
