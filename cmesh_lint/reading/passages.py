"""A stretch of a file's text, and how offsets within it become lines and columns of the file."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..places import Span

NO_CHARACTER = re.compile("[\ud800-\udfff]")
"""What stands in a text for bytes that could not be decoded: half a surrogate pair."""


class Passage(NamedTuple):
    """A stretch of a file's text that is one document. `line` is the line of `start`, counted from 1."""

    text: str
    start: int
    end: int
    line: int

    def __str__(self) -> str:
        return self.text[self.start : self.end]

    def part(self, start: int, end: int) -> Passage:
        """The stretch from `start` to before `end`, counted from this one's start."""
        begin = self.start + start
        return Passage(self.text, begin, self.start + end, self.line + self.text.count("\n", self.start, begin))

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` to before `end` stand, counted from this one's start."""
        return Span(*self._position(self.start + start), *self._position(self.start + end))

    def _position(self, offset: int) -> tuple[int, int]:
        line = self.line + self.text.count("\n", self.start, offset)
        return line, offset - self.text.rfind("\n", 0, offset)

    def excerpt(self, span: Span, before: int = 2) -> tuple[str, ...]:
        """The line `span` begins in and up to `before` lines above it, without line ends.

        What could not be decoded is shown as U+FFFD.
        """
        first = self.start
        for _ in range(span.line - self.line):
            first = self.text.find("\n", first) + 1
        end = self.text.find("\n", first)
        end = len(self.text) if end < 0 else end
        first = self.text.rfind("\n", 0, first) + 1
        for _ in range(before):
            first = self.text.rfind("\n", 0, max(first - 1, 0)) + 1
        lines = NO_CHARACTER.sub("\ufffd", self.text[first:end])
        return tuple(line.removesuffix("\r") for line in lines.split("\n"))
