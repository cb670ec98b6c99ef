"""An order to render → the text of the file; all that is wrong with the policies. Reads the disk and writes nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from ..finding import NotChecked
from ..krm import files
from ..krm.committed import Order, text
from ..krm.reading import Found, Read, is_stanza, read
from ..krm.renames import renamed
from ..krm.stanza import Stanza, StanzaProblem, ValuePlace, in_order
from ..kustomize.graph import NAMES, KustomizationGraph
from ..source.files import Source, read_whole
from .builds import builds
from .origins import objects, origins


class Rendering(NamedTuple):
    """The result of an order."""

    order: Order
    text: str
    """The whole file; empty where there are no policies, and where something is wrong."""
    complaints: tuple[StanzaProblem, ...] = ()
    troubles: tuple[str, ...] = ()
    """What could not be read, a sentence each."""


def rendering(order: Order) -> Rendering:
    """The result of an order."""
    found, troubles = _built(order) if order.built else _found(order)
    stanzas = [_seen_from(order.folder, each) for each in found.stanzas]
    made, failed = files.expand_files(stanzas, order.version)
    troubles += failed
    said = (_reached(order.folder, each) for each in made.complaints)
    complaints = tuple(in_order((*found.complaints, *said)))
    whole = "" if complaints or troubles or not stanzas else text(order, made.resources)
    return Rendering(order, whole, complaints, troubles)


def _found(order: Order) -> tuple[Read, tuple[str, ...]]:
    found, troubles, _ = files.stanzas((order.folder,))
    return found, troubles


def _built(order: Order) -> tuple[Read, tuple[str, ...]]:
    """The policies that kustomize builds."""
    paths = (os.path.normpath(os.path.join(order.folder, name)) for name in NAMES)
    graph = KustomizationGraph(filter(os.path.isfile, paths))
    root = graph.of(os.path.realpath(order.folder))
    if root is None:
        return Read((), ()), (f"{order.folder}: there is no kustomization",)
    missed: list[NotChecked] = []
    for build in builds([root], graph, run_plugins=False, missed=missed.append):
        source = origins("", build.built, lambda real: objects(_source(os.path.relpath(real))))
        names = source.renamed()
        return read(
            Found(renamed(each.value, names), _path(order.folder, source.file(number)))
            for number, each in source.manifests.items()
            if is_stanza(each.value)
        ), ()
    return Read((), ()), tuple(f"{each.file}: {each.reason}" for each in missed)


def _source(path: str) -> Source:
    source = read_whole(path)
    return source if isinstance(source, Source) else Source(path, b"")


def _path(folder: str, real: str) -> str:
    """A file as the user reaches it."""
    return os.path.normpath(os.path.join(folder, os.path.relpath(real, os.path.realpath(folder)))) if real else ""


def _seen_from(folder: str, stanza: Stanza) -> Stanza:
    """A policy whose file is called as kustomize calls it that builds the folder."""
    path = os.path.relpath(stanza.path, folder) if stanza.path else ""
    return stanza._replace(path=path.replace(os.sep, "/"))


def _reached(folder: str, complaint: StanzaProblem) -> StanzaProblem:
    """A complaint whose files are called as the user calls them."""

    def site(each: ValuePlace) -> ValuePlace:
        path = os.path.normpath(os.path.join(folder, each.stanza.path)) if each.stanza.path else ""
        return each._replace(stanza=each.stanza._replace(path=path))

    others = tuple((site(each), said) for each, said in complaint.others)
    return complaint._replace(site=site(complaint.site), others=others)


def orders(paths: Sequence[str]) -> list[Order]:
    """The orders that files in folders were made by."""
    from ..krm.committed import MARK, order_of
    from ..source import files as disk

    sources = (disk.read_whole(path) for path in disk.find(paths))
    ours = (each for each in sources if isinstance(each, Source) and each.data.startswith(MARK))
    return list(filter(None, (order_of(each.path, each.data) for each in ours)))
