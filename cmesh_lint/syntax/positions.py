"""A stretch of a file's text, and how offsets within it become lines and columns of the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from ..patterns import pattern
from ..places import Span
from ..tuples import NamedTuple

NO_CHARACTER = pattern("[\ud800-\udfff]")
"""What is in a text for bytes that could not be decoded: half a surrogate pair."""


class Text:
    """A file's text. Where its lines begin is found out when a place is first asked for."""

    def __init__(self, whole: str) -> None:
        self.whole = whole

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.whole))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`, counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> tuple[int, int]:
        """Where line `number`, counted from 1, begins and ends, its line end left out."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.whole)
        return start, end - self.whole.endswith("\r", start, end)


class Passage(NamedTuple):
    """A stretch of a file's text that is one document."""

    text: Text
    start: int
    end: int

    def __str__(self) -> str:
        return self.text.whole[self.start : self.end]

    def part(self, start: int, end: int) -> Passage:
        """The stretch from `start` to before `end`, counted from this one's start."""
        return Passage(self.text, self.start + start, self.start + end)

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` to before `end` stand, counted from this one's start."""
        return Span(*self.text.position(self.start + start), *self.text.position(self.start + end))

    def lines(self, span: Span, before: int) -> range:
        """The line `span` begins in and up to `before` lines above it, by number; none above the passage."""
        first, _ = self.text.position(self.start)
        return range(max(span.line - before, min(first, span.line)), span.line + 1)

    def line(self, number: int) -> str:
        """A line of the file. What could not be decoded is shown as U+FFFD."""
        start, end = self.text.line(number)
        return NO_CHARACTER.sub("\ufffd", self.text.whole[start:end])
