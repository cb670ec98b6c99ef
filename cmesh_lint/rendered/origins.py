"""What kustomize built → the same without the notes on where each object comes from, and these notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from ..finding import At
from ..krm.renames import PREVIOUS, renames
from ..kustomize.program import Built
from ..places import Place, Route
from ..source import documents
from ..source.files import Source
from ..source.manifests import Manifest, manifests
from .types import Cause

ObjectsOf = Callable[[str], Sequence[Manifest]]
"""The real path of a file → its objects; none where it cannot be read."""

_METADATA = re.compile(r"^metadata:\n(?:[ \n].*\n?|\n)*", re.MULTILINE)
_NOTE = re.compile(r"^    config\.kubernetes\.io/origin: \|\n((?:      .*\n?)+)", re.MULTILINE)
_PATH = re.compile(r"^ +path: (?P<path>.+)$", re.MULTILINE)
_NO_ANNOTATIONS = re.compile(r"^  annotations:\n(?! {4})", re.MULTILINE)


class Origins:
    """The text of a build as kustomize prints it, and the file that each document comes from."""

    def __init__(self, source: Source, files: Sequence[str], objects_of: ObjectsOf) -> None:
        self.source = source
        self.manifests = {each.document.index: each for each in objects(source)}
        """The objects, by the numbers of their documents."""
        self._files = files
        self._objects_of = objects_of

    def file(self, number: int) -> str:
        """The real path of the file that a document comes from; empty where the build made it."""
        return self._files[number] if number < len(self._files) else ""

    def renamed(self) -> dict[str, str]:
        """Former name → name of the Services that kustomize has renamed."""
        services = ((number, each) for number, each in self.manifests.items() if each.kind == "Service")
        return renames(_noted(each, self._theirs(number, each)) for number, each in services)

    def _theirs(self, number: int, made: Manifest) -> Manifest | None:
        file = self.file(number)
        return _alike(made, self._objects_of(file)) if file else None

    def cause(self, place: Place) -> Cause | None:
        """Where what is at a place of the text comes from: the same field of the same object, if it says the
        same there; else the object."""
        made = self.manifests.get(place.document)
        theirs = self._theirs(place.document, made) if made else None
        if made is None or theirs is None:
            return None
        value = _at(made.value, place.route)
        same = value is not None and value == _at(theirs.value, place.route)
        if not same:
            return Cause(theirs.document, theirs.route)
        at: At = "value" if made.document.span(place.route) == place.span else "key"
        return Cause(theirs.document, (*theirs.route, *place.route), at)


def origins(name: str, built: Built, objects_of: ObjectsOf) -> Origins:
    """The text of a build, under a name, and what it says of where it comes from. `objects_of` reads a file."""
    chunks = re.split(r"^---\n", built.data.decode("utf-8", "surrogateescape"), flags=re.MULTILINE)
    files = tuple(_file(chunk, built) for chunk in chunks)
    text = "---\n".join(map(_without_note, chunks))
    return Origins(Source(name, text.encode("utf-8", "surrogateescape")), files, objects_of)


def _file(chunk: str, built: Built) -> str:
    metadata = _METADATA.search(chunk)
    note = _NOTE.search(metadata[0]) if metadata else None
    path = _PATH.search(note[1]) if note else None
    return built.origin(path["path"].strip("\"'")) if path else ""


def _without_note(chunk: str) -> str:
    metadata = _METADATA.search(chunk)
    if metadata is None:
        return chunk
    mended = _NO_ANNOTATIONS.sub("", _NOTE.sub("", metadata[0]))
    return chunk[: metadata.start()] + mended + chunk[metadata.end() :]


def _noted(made: Manifest, theirs: Manifest | None) -> dict[str, Any]:
    """A Service with the note on its former name that kustomize gives to functions."""
    former = theirs.name if theirs else made.name
    return {"kind": made.kind, "metadata": {"name": made.name, "annotations": {PREVIOUS: former}}}


def objects(source: Source) -> list[Manifest]:
    """All objects of a text."""
    reading = documents.read(source, lambda _: True)
    return [each for document in reading.documents for each in manifests(document)]


def _alike(made: Manifest, several: Sequence[Manifest]) -> Manifest | None:
    """The object of a file that another was made of: kustomize may have changed its name and its namespace."""
    same_kind = [each for each in several if each.kind == made.kind]
    return max(same_kind, key=lambda each: _likeness(each, made), default=None)


def _likeness(one: Manifest, made: Manifest) -> tuple[bool, bool, bool]:
    return one.name == made.name, one.value.get("spec") == made.value.get("spec"), one.name in made.name


def _at(value: Any, route: Route) -> Any:
    with suppress(LookupError, TypeError):
        for step in route:
            value = value[step]
        return value
    return None
