"""Files before and after a change → the diagram of the CECs in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..cec.envoy_config import EnvoyConfig
from ..finding import ObjectRef
from ..protobuf.schemas import load
from ..source.documents import Reading, read
from ..source.files import Source, holds_envoy_config
from ..source.manifests import Manifest, manifests
from ..source.resources import is_envoy_config
from ..versions import Version
from .graph import Graph, graph
from .mermaid import diagram


class _State(NamedTuple):
    graphs: dict[ObjectRef, Graph]
    paths: dict[ObjectRef, str]
    """Which file holds it."""
    doubtful: frozenset[str]
    """Files that may hold more than could be read."""


def draw(before: Iterable[Source], after: Iterable[Source], version: Version) -> str:
    """The flowchart of what changes between the files of two states; empty where no CEC does.

    What cannot be read in one state is neither new nor removed: findings report it.
    """
    one, other = _state(before, version), _state(after, version)
    return diagram(_without_doubt(one, other), _without_doubt(other, one))


def _without_doubt(state: _State, other: _State) -> dict[ObjectRef, Graph]:
    """Without what the same file of the other state may hold, too."""
    return {
        ref: drawing
        for ref, drawing in state.graphs.items()
        if ref in other.graphs or state.paths[ref] not in other.doubtful
    }


def _state(sources: Iterable[Source], version: Version) -> _State:
    schemas = load(version.minor)
    graphs, paths, doubtful = {}, {}, set()
    for source in sources:
        if not holds_envoy_config(source.data):
            continue
        reading = read(source)
        if reading.problems or reading.not_checked:
            doubtful.add(source.path)
        for manifest in _configs(reading):
            graphs[manifest.ref] = graph(EnvoyConfig(manifest, version, schemas))
            paths[manifest.ref] = source.path
    return _State(graphs, paths, frozenset(doubtful))


def _configs(reading: Reading) -> Iterator[Manifest]:
    for document in reading.documents:
        yield from filter(is_envoy_config, manifests(document))
