"""Paths → Policies, each with its lines. Reads the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from .. import faults
from ..finding import NotChecked
from ..source import files
from ..source.documents import Document, decode_text
from ..source.documents import read as documents_of
from ..source.manifests import manifests
from ..versions import Version
from .expand import Expansion, expand
from .group import MARK
from .reading import Found, Read, is_stanza, read
from .stanza import Stanza


class FromFiles(NamedTuple):
    """The policies in files, and a sentence for each file or document that cannot be read."""

    read: Read
    troubles: tuple[str, ...]
    texts: dict[str, str]
    """The files with policies, by path."""


def stanzas(paths: Sequence[str]) -> FromFiles:
    """The policies in files and folders; `-` is standard input."""
    found: list[Found] = []
    troubles: list[str] = []
    texts: dict[str, str] = {}
    missed: list[NotChecked] = []
    for path in files.find(paths):
        reading = partial(_of_file, path, found, troubles, texts)
        faults.attempt(files.printable(path), "reading it", missed, reading, None)
    whole = _read(found, missed)
    return FromFiles(whole, (*troubles, *map(_trouble, missed)), texts)


def _of_file(path: str, found: list[Found], troubles: list[str], texts: dict[str, str]) -> None:
    source = files.read_whole(path)
    if isinstance(source, files.Source):
        if MARK.in_bytes(source.data):
            texts[source.path] = decode_text(source.data)
            reading = documents_of(source, MARK.in_text)
            found += [each for document in reading.documents for each in _found(document)]
            troubles += [f"{one.place.file}:{one.place.span.line}: {one.message}" for one in reading.problems]
            troubles += [_trouble(one) for one in reading.not_checked]
    elif isinstance(source, NotChecked):
        troubles.append(_trouble(source))
    else:
        troubles.append(f"{source.path}: too large to be read")


def _read(found: list[Found], missed: list[NotChecked]) -> Read:
    """The policies, without those that fail, of which `missed` says so."""
    try:
        return read(found)
    except Exception:
        alone = (faults.attempt(each.path, "reading it", missed, partial(read, [each]), None) for each in found)
        return read([each for each, good in zip(found, alone, strict=True) if good is not None])


def expand_files(stanzas: Sequence[Stanza], version: Version) -> tuple[Expansion, tuple[str, ...]]:
    """What policies become, without those that cannot be expanded; and a sentence for each of these."""
    try:
        return expand(stanzas, version), ()
    except Exception as whole:
        missed: list[NotChecked] = []
        good = [each for each in stanzas if _is_expanded(each, version, missed)]
        if not missed:  # they fail together only
            missed, good = [faults.not_checked(stanzas[0].path, "expanding the policies", whole)], []
        return expand(good, version), tuple(map(_trouble, missed))


def _is_expanded(stanza: Stanza, version: Version, missed: list[NotChecked]) -> bool:
    step = f"expanding {stanza}"
    return faults.attempt(stanza.path, step, missed, partial(expand, [stanza], version), None) is not None


def _found(document: Document) -> Iterator[Found]:
    for manifest in manifests(document):
        if is_stanza(manifest.value):
            yield Found(manifest.value, document.source.path, document, manifest.route)


def _trouble(missed: NotChecked) -> str:
    where = missed.file if missed.line is None else f"{missed.file}:{missed.line}"
    return f"{where}: {missed.reason}"
