"""Source → Ignores: every comment and annotation of a file that asks for one. Takes any bytes and raises nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from ...finding import ObjectRef
from ...places import Place, Span
from ...redaction import masked_text
from ...source.documents import Document, decode_text, read, without_secrets
from ...source.files import Source
from ...source.manifests import manifests
from ...syntax.chunks import Chunk, chunks
from ...syntax.positions import Passage, Text
from .annotations import ignores_of_annotations
from .comments import Comment, comments, find_unread
from .directives import Directive, directives
from .entries import Entries
from .ignore import MARK, Ignore, speaks


def ignores(source: Source) -> tuple[Ignore, ...]:
    """The ignores of a file, in the order of its text."""
    if not speaks(source.data):
        return ()
    text = decode_text(source.data)
    documents = read(source, lambda part: MARK in part).documents
    commented = _Comments(source.path, text, documents).ignores()
    found = chain(commented, *map(ignores_of_annotations, documents))
    return tuple(sorted(found, key=lambda each: each.place.span))


class _Around(NamedTuple):
    """What a comment is in, or before."""

    number: int
    """The index of the document in the file."""
    chunk: Chunk
    document: Document | None
    """None where it could not be read."""


class _Comments:
    """The ignores of one file that are comments. All offsets are those of the file's text."""

    def __init__(self, path: str, text: str, documents: Sequence[Document]) -> None:
        self._path = path
        self._text = text
        self._whole = Passage(Text(text), 0, len(text))
        self._documents = documents
        self._starts = [each.start for each in documents]
        self._entries: dict[int, Entries] = {}
        self._owners: dict[int, _Owners] = {}
        self._without_secrets: dict[int, dict[int, str]] = {}

    def ignores(self) -> Iterator[Ignore]:
        end, around = 0, _Around(0, Chunk(0, 0), None)
        for number, chunk in enumerate(chunks(self._text)):
            around = self._around(number, chunk)
            yield from self._between(end, chunk.start, around)
            if self._text.find(MARK, chunk.start, chunk.end) >= 0:
                for comment in comments(self._text[chunk.start : chunk.end]):
                    yield from self._asked(_moved(comment, chunk.start), around)
            end = chunk.end if chunk.rest is None else chunk.rest
        yield from self._between(end, len(self._text), around._replace(chunk=Chunk(end, end), document=None))

    def _around(self, number: int, chunk: Chunk) -> _Around:
        at = bisect_left(self._starts, chunk.start)
        found = self._documents[at] if at < len(self._starts) and self._starts[at] < chunk.end else None
        return _Around(found.index if found else number, chunk, found)

    def _between(self, start: int, end: int, after: _Around) -> Iterator[Ignore]:
        """Those between two documents: they belong to the one that follows."""
        if self._text.find(MARK, start, end) < 0:
            return
        content = self._content(after.chunk)
        for comment in find_unread(self._text, start, end, content):
            yield from self._asked(comment, after)

    def _content(self, chunk: Chunk) -> int | None:
        """Where the first thing of a chunk begins that is no comment."""
        start = chunk.start
        for line in self._text[chunk.start : chunk.end].splitlines(keepends=True):
            bare = line.lstrip()
            if bare and not bare.startswith("#"):
                return start + len(line) - len(bare)
            start += len(line)
        return None

    def _asked(self, comment: Comment, around: _Around) -> Iterator[Ignore]:
        for each in directives(comment.text):
            start = comment.start + each.start
            span = self._whole.span(start, start + len(each.text))
            covers = self._covers(each, comment, around)
            place, owner = self._place(span, around), self._owner(span, around.document)
            yield Ignore(each.rules, each.reason, "comment", place, covers, owner, each.fault)

    def _covers(self, said: Directive, comment: Comment, around: _Around) -> Span | None:
        if said.scope == "ignore-file":
            return None
        if said.scope == "ignore-document":
            return self._whole.span(around.chunk.start, around.chunk.end)
        if not comment.alone:
            line = self._whole.span(comment.start, comment.start).line
            return Span(line, 1, line + 1, 1)
        if comment.below is None:
            return self._whole.span(comment.start, comment.start)
        return self._entry(comment.below, around.document)

    def _entry(self, start: int, document: Document | None) -> Span:
        """The entry that begins at `start`; its line where there is no telling."""
        if document is None:
            line = self._whole.span(start, start).line
            return Span(line, 1, line + 1, 1)
        if id(document) not in self._entries:
            self._entries[id(document)] = Entries(document.tree, document.text)
        low, high = self._entries[id(document)].at(start - document.start)
        return self._whole.span(document.start + low, document.start + high)

    def _owner(self, span: Span, document: Document | None) -> ObjectRef | None:
        if document is None:
            return None
        if id(document) not in self._owners:
            self._owners[id(document)] = _Owners(document)
        return self._owners[id(document)].at(span)

    def _shown(self, chunk: Chunk, span: Span) -> dict[int, str]:
        """The lines of a chunk that could not be read, or those around a comment between chunks."""
        start, end = chunk.start, chunk.end
        inside = self._whole.text.position(start)[0] <= span.line <= self._whole.text.position(max(end - 1, 0))[0]
        if not inside:
            numbers = self._whole.lines(span, 2)
            return dict(zip(numbers, masked_text(map(self._whole.line, numbers)), strict=True))
        if start not in self._without_secrets:
            self._without_secrets[start] = without_secrets(self._whole.part(start, end))
        return self._without_secrets[start]

    def _place(self, span: Span, around: _Around) -> Place:
        if around.document is not None and around.document.start <= around.chunk.start:
            lines = around.document.excerpt(span)
        else:
            shown = self._shown(around.chunk, span)
            lines = tuple(shown[number] for number in self._whole.lines(span, 2) if number in shown)
        return Place(self._path, around.number, (), span, lines)


class _Owners:
    """The objects of a document by where they are."""

    def __init__(self, document: Document) -> None:
        found = ((document.whole(each.route), each.ref) for each in manifests(document))
        self._objects = sorted(found, key=lambda each: each[0])
        self._starts = [whole[:2] for whole, _ in self._objects]

    def at(self, span: Span) -> ObjectRef | None:
        """The object that a comment is in."""
        index = bisect_right(self._starts, span[:2]) - 1
        inside = index >= 0 and span[:2] < self._objects[index][0][2:]
        return self._objects[index][1] if inside else None


def _moved(comment: Comment, by: int) -> Comment:
    return comment._replace(start=comment.start + by, below=None if comment.below is None else comment.below + by)
