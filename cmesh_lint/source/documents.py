"""Source → Documents: plain JSON data as kubectl reads it, with a place for every route.

A document that cannot be read costs itself alone: it becomes a ReadProblem or a NotChecked.
Places are found when they are asked for, so that what is clean pays nothing for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..finding import At, NotChecked, Related
from ..patterns import pattern
from ..places import Place, Route, Span
from ..redaction import (
    cut_short,
    discreet,
    discreet_at,
    extents,
    mask,
    masked_comment,
    masked_lines,
    secrets,
    spellings,
)
from ..syntax.chunks import Chunk, chunks
from ..syntax.errors import UnreadableError
from ..syntax.parts import Parse, YamlPart, parts
from ..syntax.positions import NO_CHARACTER, Passage, Text
from ..syntax.trees import Extent, Tree, duplicates, extent_of, stretch
from ..tuples import NamedTuple
from .embedded import Contents, contents, is_config, texts
from .files import LIMIT, Source, TooLarge, holds_envoy_config
from .prefilter import ENVOY_CONFIG

if TYPE_CHECKING:
    from .flux import Unknown

_OURS = pattern(r"""\bkind["']?\s*:\s*["']?Cilium(?:Clusterwide)?EnvoyConfig\b""")


class ReadProblem(NamedTuple):
    """A rule broken in the text itself: it has its place already, and often no document."""

    rule: str
    message: str
    place: Place
    related: tuple[Related, ...] = ()
    consequence: str = ""
    """What happens in the cluster, one sentence; empty: said from the rule's gate."""


class Document:
    """One document of a file: plain JSON data, and the text it was read from."""

    def __init__(
        self,
        source: Source,
        index: int,
        value: Any,
        passage: Passage,
        parse: Parse,
        unknown: tuple[Unknown, ...] = (),
    ) -> None:
        self.source = source
        self.index = index
        """Its position in the file, counting every document, from 0."""
        self.value = value
        """As kubectl reads it. What aliases repeat is one object, so nobody may change it."""
        self.unknown = unknown
        """Where variables are that Flux fills in and nobody here knows."""
        self._passage = passage
        self._parse = parse
        self._lines: dict[int, str] = {}

    def __repr__(self) -> str:
        return f"Document({self.source.path!r}, {self.index})"

    @cached_property
    def _text(self) -> str:
        return str(self._passage)

    @cached_property
    def tree(self) -> Tree:
        """Where each part of the value is. Parsed again, the first time a place is asked for."""
        tree = self._parse(self._text)
        if not self.contents.opened:
            return tree
        from ..syntax.grafts import Grafted

        return Grafted(tree, self._text, {each.route: each.documents for each in self.contents.opened})

    @cached_property
    def contents(self) -> Contents:
        """The CECs inside of the objects of this document."""
        if is_config(self.value) or not holds_mark(self._text) or _holds_a_secret(self.value):
            return Contents()
        return contents(self.value)

    @cached_property
    def _secrets(self) -> list[Extent]:
        """What is secret of the file's text, as far as this document goes."""
        start = self._passage.start
        return [(start + low, start + high) for low, high in extents(self.tree, self._text)]

    @cached_property
    def _secret_values(self) -> dict[Route, Any]:
        found = dict(secrets(self.value))
        for inside in self.contents.found:
            found.update(((*inside.route, *route), value) for route, value in secrets(inside.value))
        return found

    @cached_property
    def _secret_spellings(self) -> frozenset[str]:
        spelled = [text for value in self._secret_values.values() for text in spellings(value)]
        spelled += [text for value in texts(self.value) for text in cut_short(value)]
        return frozenset(text for text in spelled if text and text not in _COMMON)

    @property
    def text(self) -> str:
        """The text it was read from."""
        return self._text

    @property
    def start(self) -> int:
        """The offset of its text in that of the file."""
        return self._passage.start

    def whole(self, route: Route) -> Span:
        """From where the value at `route` begins to where it ends; all of the document where `route` is empty."""
        extent = (0, len(self._text)) if not route else extent_of(self.tree, route)
        return self._passage.span(*extent)

    def span(self, route: Route, at: At = "value") -> Span:
        """Where the value at `route` stands, or the key that leads there; see `trees.stretch`."""
        return self._passage.span(*stretch(self.tree, self._text, route, at))

    def excerpt(self, span: Span, before: int = 2) -> tuple[str, ...]:
        """The line `span` begins in and up to `before` lines of the document above it, without line ends.

        Secrets in them are masked.
        """
        return tuple(map(self._line, self._passage.lines(span, before)))

    def discreet(self, message: str, route: Route) -> str:
        """A message about what is at the route, without the document's secrets."""
        if "`" not in message:
            return message
        if route in self._secret_values:
            message = discreet_at(message, self._secret_values[route])
        return discreet(message, self._secret_spellings)

    def place(self, route: Route, extent: Extent) -> Place:
        """The place of a stretch of the document's text, given for a route."""
        return self.place_of(route, self._passage.span(*extent))

    def place_of(self, route: Route, span: Span) -> Place:
        """The place of a span, given for a route."""
        return Place(self.source.path, self.index, route, span, self.excerpt(span))

    def _line(self, number: int) -> str:
        # Kept: where a document is one long line, all its findings share it.
        if number not in self._lines:
            start, _ = self._passage.text.line(number)
            self._lines[number] = masked_comment(mask(self._passage.line(number), start, self._secrets))
        return self._lines[number]


class Reading(NamedTuple):
    """What could be read of a file, and what could not."""

    documents: tuple[Document, ...]
    problems: tuple[ReadProblem, ...]
    not_checked: tuple[NotChecked, ...]
    skipped: int
    """Documents that are not wanted: of a run's first reading those without Envoy configuration."""


_ABOVE = 200


def holds_mark(text: str) -> bool:
    """Whether a document can hold a CEC or CCEC."""
    return ENVOY_CONFIG.in_text(text)


def read(source: Source, wants: Callable[[str], bool] = holds_mark) -> Reading:
    """The documents of a file that are wanted, by their text. Takes any bytes and raises nothing."""
    text = decode_text(source.data)
    reader = _Reader(source, text, wants)
    if not holds_mark(text) and holds_envoy_config(source.data):
        reader.blame(Passage(Text(text), 0, 1), UnreadableError("not-utf8", "UTF-16 without a byte order mark", 0))
    else:
        if _is_utf_16(source.data) and holds_mark(text):
            reader.blame(Passage(Text(text), 0, 1), UnreadableError("not-utf8", "UTF-16, which kubectl cannot read", 0))
        for chunk in chunks(text):
            reader.take(chunk)
    return Reading(tuple(reader.documents), tuple(reader.problems), tuple(reader.not_checked), reader.skipped)


def too_large(file: TooLarge) -> ReadProblem:
    """The finding for a file `files.read` does not read."""
    message = f"the file contains Envoy config and has more than {LIMIT // 1024 // 1024} MiB, so it is not read"
    return ReadProblem("file-too-large", message, Place(file.path, 0, (), Span(1, 1, 1, 1)))


def _is_utf_16(data: bytes) -> bool:
    """Whether kubectl stumbles over UTF-16 with a byte order mark: it divides the bytes into lines, and adds one to the
    last. What begins with the higher byte and ends with a line end survives that."""
    return data.startswith(b"\xff\xfe") or (data.startswith(b"\xfe\xff") and not data.endswith(b"\0\n"))


def decode_text(data: bytes) -> str:
    """A file's text, without byte order mark. Bytes that make no character become halves of surrogate pairs."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        whole = data[: len(data) & ~1].decode("utf-16", "surrogatepass")
        return whole if len(data) % 2 == 0 else whole + "\ud800"
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def without_secrets(passage: Passage) -> dict[int, str]:
    """The lines of a passage that has no tree, by their numbers in the file, without the secrets in them."""
    first, last = (passage.text.position(at)[0] for at in (passage.start, passage.end))
    numbers = range(first, last + 1)
    return dict(zip(numbers, masked_lines(list(map(passage.line, numbers))), strict=True))


def _holds_a_secret(value: Any) -> bool:
    """Whether it is a Secret: all of its texts are masked, so that no place within them can be shown."""
    return isinstance(value, dict) and value.get("kind") == "Secret"


_COMMON = frozenset({"", "*", "/", "0", "1", "true", "false", "default"})
"""Secrets that say nothing: what quotes them is about something else."""


class _Reader:
    """Collects what is read from one file."""

    def __init__(self, source: Source, text: str, wants: Callable[[str], bool]) -> None:
        self.documents: list[Document] = []
        self.problems: list[ReadProblem] = []
        self.not_checked: list[NotChecked] = []
        self.skipped = 0
        self._source = source
        self._text = Text(text)
        self._wants = wants
        self._index = 0

    def take(self, chunk: Chunk) -> None:
        """Reads a chunk: one document, or several JSON objects in a row."""
        passage = Passage(self._text, chunk.start, chunk.end)
        stop = _stop(passage, chunk.junk)
        if self._wants(str(passage)):
            self._read(passage, chunk.junk)
        elif stop is not None and "{{" not in self._text.whole and holds_mark(self._text.whole):
            self.blame(passage, stop)  # kubectl reads nothing of the file from here on
            self._index += 1
        else:
            self.skipped += 1
            self._index += 1
        if chunk.rest is not None and holds_mark(self._text.whole[chunk.end : chunk.rest]):
            reason = "kubectl ignores everything after `...`; begin a document with `---`"
            self._leave(passage.part(len(str(passage)), chunk.rest - chunk.start), reason)

    def _read(self, passage: Passage, junk: int | None) -> None:
        try:
            text = _checked(passage, junk)
            for part in parts(text, self._source.path.endswith(".json")):
                self._keep(passage.part(part.start, part.end), part)
        except UnreadableError as error:
            self._lose(passage, error)

    def _keep(self, passage: Passage, part: YamlPart) -> None:
        unknown: tuple[Unknown, ...] = ()
        value = part.value
        if "${" in str(passage):
            from .flux import resolve

            value, unknown = resolve(value)
        document = Document(self._source, self._index, value, passage, part.parse, unknown)
        self._index += 1
        self.documents.append(document)
        if part.repeated and _may_be_ours(part.value):
            self.problems.extend(_repeated_keys(document))

    def _lose(self, passage: Passage, error: UnreadableError) -> None:
        text = str(passage)
        if error.rule in {"yaml-syntax", "yaml-unsupported"} and "{{" in text:
            reason = "looks like a Helm template; lint the output of `helm template` instead"
            self._leave(passage, reason)
        elif error.rule is None or not _OURS.search(text):
            self._leave(passage, f"cannot be read: {error.message}", error.start)
        else:
            self.blame(passage, error)
            self._index += 1

    def _leave(self, passage: Passage, reason: str, at: int = 0) -> None:
        line = passage.span(at, at).line
        self.not_checked.append(NotChecked(self._source.path, reason, self._index, line))
        self._index += 1

    def blame(self, passage: Passage, error: UnreadableError) -> None:
        """A finding about the text of a document that has no value."""
        span = passage.span(error.start, error.end)
        shown = without_secrets(passage)
        lines = tuple(shown[number] for number in passage.lines(span, before=2) if number in shown)
        place = Place(self._source.path, self._index, (), span, lines)
        self.problems.append(ReadProblem(error.rule or "", error.message, place))


def _repeated_keys(document: Document) -> Iterator[ReadProblem]:
    for route, first, again in sorted(duplicates(document.tree), key=lambda each: each.again):
        related = Related(document.place(route, first), "the first one, which is ignored")
        message = f"duplicate key `{route[-1]}` in this mapping; the last one wins"
        cost = "kubectl silently keeps the last one; kustomize and Flux refuse the file"
        yield ReadProblem("duplicate-key", message, document.place(route, again), (related,), cost)


def _stop(passage: Passage, junk: int | None) -> UnreadableError | None:
    """What keeps kubectl from reading a document, as far as its first line tells."""
    found = _DIRECTIVE.match(str(passage)) if junk is None else None
    start = junk - passage.start if junk is not None else found.start(1) if found else None
    if start is None:
        return None
    line, _, _ = str(passage)[start:].partition("\n")
    told = "kubectl does not read YAML directives" if found else "only a comment is allowed after `---`"
    return UnreadableError("yaml-syntax", told, start, start + len(line))


_DIRECTIVE = pattern(r"(?:[ \t\r]*(?:#[^\n]*)?\n)*(%)")
"""The first line that is neither blank nor a comment begins a directive, such as `%YAML 1.1`."""


def _checked(passage: Passage, junk: int | None) -> str:
    """The passage's text, if kubectl comes as far as reading it."""
    stop = _stop(passage, junk)
    if stop is not None:
        raise stop
    bad = NO_CHARACTER.search(passage.text.whole, passage.start, passage.end)
    if bad:
        raise UnreadableError("not-utf8", _spelled_byte(bad[0]), bad.start() - passage.start)
    return str(passage)


def _spelled_byte(character: str) -> str:
    byte = ord(character) - 0xDC00
    return f"the byte 0x{byte:02x} is not valid UTF-8" if 0x80 <= byte <= 0xFF else "half a UTF-16 character"


def _may_be_ours(value: Any) -> bool:
    """Whether the value is a CEC, a CCEC or a list that may hold one."""
    kind = value.get("kind") if isinstance(value, dict) else None
    return isinstance(kind, str) and (kind.endswith((ENVOY_CONFIG.word, "List")) or "items" in value)
