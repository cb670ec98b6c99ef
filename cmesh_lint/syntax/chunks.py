"""A file's text → its documents' texts, divided before any of them is parsed.

kubectl divides by lines: one that begins with `---` and goes on with nothing but a comment ends a
document (k8s.io/apimachinery, `util/yaml`). So a broken document costs no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import pattern
from ..tuples import NamedTuple

_SEPARATOR = pattern(r"^---([^\n]*)", re.MULTILINE)
_END = pattern(r"^\.\.\.(?=[ \t\r\n]|\Z)", re.MULTILINE)
_CONTENT = pattern(r"^[ \t]*[^\s#]", re.MULTILINE | re.ASCII)


class Chunk(NamedTuple):
    """A document's stretch of the file's text, by offsets."""

    start: int
    end: int
    junk: int | None = None
    """Offset of what is behind the `---` it begins with and is no comment: kubectl stops there."""
    rest: int | None = None
    """Offset of the end of what follows after `...`: kubectl does not read that."""


def chunks(text: str) -> Iterator[Chunk]:
    """The documents of a file. Stretches with nothing but blanks and comments are none."""
    for chunk in _divided(text):
        if not _CONTENT.search(text, chunk.start, chunk.end):
            continue
        end = _END.search(text, chunk.start, chunk.end)
        if end is None:
            yield chunk
        else:
            yield chunk._replace(end=end.start(), rest=chunk.end)


def _divided(text: str) -> Iterator[Chunk]:
    start, junk = 0, None
    for separator in _SEPARATOR.finditer(text):
        yield Chunk(start, separator.start(), junk)
        start, junk = separator.start(), _junk(separator)
        if junk is None:
            start = min(separator.end() + 1, len(text))
    yield Chunk(start, len(text), junk)


def _junk(separator: re.Match[str]) -> int | None:
    behind = separator[1].lstrip()
    return None if not behind or behind.startswith("#") else separator.end() - len(behind)
