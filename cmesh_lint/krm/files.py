"""Paths → Stanzas, each with its lines. Reads the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import files
from ..documents import Document, decoded
from ..documents import read as documents_of
from ..finding import NotChecked
from ..manifests import manifests
from .group import GROUP
from .reading import Found, Read, is_stanza, read


class FromFiles(NamedTuple):
    """The stanzas in files, and a sentence for each file or document that cannot be read."""

    read: Read
    troubles: tuple[str, ...]
    texts: dict[str, str]
    """The files with stanzas, by path."""


def stanzas(paths: Sequence[str]) -> FromFiles:
    """The stanzas in files and folders; `-` is standard input."""
    found: list[Found] = []
    troubles: list[str] = []
    texts: dict[str, str] = {}
    for path in files.find(paths):
        source = files.read_whole(path)
        if isinstance(source, files.Source):
            text = decoded(source.data)
            if GROUP in text:
                texts[source.path] = text
                reading = documents_of(source, lambda text: GROUP in text)
                found += [each for document in reading.documents for each in _found(document)]
                troubles += [f"{one.place.file}:{one.place.span.line}: {one.message}" for one in reading.problems] + [
                    _trouble(one) for one in reading.not_checked
                ]
        elif isinstance(source, NotChecked):
            troubles.append(_trouble(source))
        else:
            troubles.append(f"{source.path}: too large to be read")
    return FromFiles(read(found), tuple(troubles), texts)


def _found(document: Document) -> Iterator[Found]:
    for manifest in manifests(document):
        if is_stanza(manifest.value):
            yield Found(manifest.value, document.source.path, document, manifest.route)


def _trouble(missed: NotChecked) -> str:
    where = missed.file if missed.line is None else f"{missed.file}:{missed.line}"
    return f"{where}: {missed.reason}"
