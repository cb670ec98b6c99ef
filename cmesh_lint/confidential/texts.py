"""What is secret of a text that has no tree: it is broken, or it is no manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import names
from .looks import dotted, unlike_secrets

_MARKS = frozenset("|>-+0123456789{[ \t\r\n")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.@/")
_KIND = re.compile(r"""\bkind["']? ?: ?["']?Secret\b""")
_NEAR = 3
"""How many lines the name of a secret is away from its value at most."""


class _Key(NamedTuple):
    """A key with a colon behind it. `start` and `end` are where it begins, and where its value does."""

    name: str
    start: int
    end: int


def masked_text(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines of a text, with dots for what is behind keys with secrets, and for what looks like one."""
    return tuple(masked_lines(list(lines)))


def masked_lines(lines: list[str]) -> Iterator[str]:
    """The same; a secret that begins on one line may go on over those that follow."""
    keys = [list(_keys(line)) for line in lines]
    named = [any(_names(line, key, here) for key in here) for line, here in zip(lines, keys, strict=True)]
    near = [any(named[max(number - _NEAR, 0) : number + _NEAR + 1]) for number in range(len(lines))]
    of_kubernetes = any(_KIND.search(line) for line in lines)
    rest = _Rest()
    for line, here, close in zip(lines, keys, near, strict=True):
        yield unlike_secrets(_line(line, here, close, of_kubernetes, rest))


class _Rest:
    """What a secret that began on an earlier line asks of the lines below it."""

    def __init__(self) -> None:
        self.column: int | None = None
        """Of the key: what is further right belongs to its value. None where no secret goes on."""
        self.quote = ""
        """The quote that is still open; empty where none is."""

    def begin(self, column: int, value: str) -> None:
        self.column, self.quote = column, _open_quote(value)

    def end(self) -> None:
        self.column, self.quote = None, ""


def _line(line: str, keys: list[_Key], close: bool, of_kubernetes: bool, rest: _Rest) -> str:
    bare = line.strip()
    if rest.column is not None and bare:
        indent = len(line) - len(line.lstrip())
        if rest.quote and not _is_entry(line, keys, indent, rest.column):
            at = line.find(rest.quote)
            if at < 0:
                return dotted(line, 0, len(line))
            rest.quote = ""
            return dotted(line, 0, at + 1)
        if indent > rest.column:
            # A key of its own within the secret keeps its name.
            if keys and keys[0].start <= indent + 2 and _plain_key(keys[0]):
                held = names.is_within(keys[0].name, True)
                return _behind(line, keys[0].end) if held else line
            return dotted(line, 0, len(line))
        rest.end()
    for key in keys:
        if _is_secret(key, close, of_kubernetes):
            value = line[key.end :]
            rest.begin(key.start, value)
            return line if all(each in _MARKS for each in _unmarked(value)) else _behind(line, key.end)
    return line


def _plain_key(key: _Key) -> bool:
    return bool(key.name) and not key.name[0].isdigit()


def _is_entry(line: str, keys: list[_Key], indent: int, column: int) -> bool:
    """Whether a line begins something new, so that a quote above it was never closed."""
    return indent <= column and (line.startswith("---") or bool(keys and keys[0].start <= indent + 2))


def _is_secret(key: _Key, close: bool, of_kubernetes: bool) -> bool:
    spelled = names.plain(key.name)
    if names.is_within(key.name, False) or names.is_sensitive(key.name) or spelled in names.INLINE:
        return True
    return (close and spelled in names.HOLDING) or (of_kubernetes and spelled in names.DATA)


def _behind(line: str, at: int) -> str:
    return dotted(line, at, len(line))


def _unmarked(value: str) -> str:
    """A value without its tags, anchors and comment."""
    words = value.split()
    kept: list[str] = []
    for word in words:
        if word.startswith("#"):
            break
        if not word.startswith(("&", "!")):
            kept.append(word)
    text = " ".join(kept)
    # Digits only stand behind the mark of a block.
    return text if not text or text[0] in "|>{[" else text + "x"


def _open_quote(value: str) -> str:
    """The quote that a value begins with and does not close on its line."""
    bare = value.strip()
    quote = bare[:1]
    return quote if quote in {'"', "'"} and bare.count(quote) % 2 else ""


def _names(line: str, key: _Key, keys: list[_Key]) -> bool:
    """Whether a key is one that names a secret: `name: DB_PASSWORD`."""
    if names.plain(key.name) not in names.NAMING:
        return False
    value = line[key.end : key.end + 256].strip(" \t\"'")
    for end in (",", "}", " ", '"', "'", "#"):
        value = value.partition(end)[0]
    return names.is_sensitive(value.strip(" \t\r\"'"))


def _keys(line: str) -> Iterator[_Key]:
    """The keys of a line. Each character is looked at twice at most."""
    before, colon = 0, line.find(":")
    while colon >= 0:
        end = colon
        while end > before and line[end - 1] in " \t":
            end -= 1
        if end > before and line[end - 1] in "\"'":
            end -= 1
        start = end
        while start > before and line[start - 1] in _WORD:
            start -= 1
        after = line[colon + 1 : colon + 2]
        quoted = line[end : end + 1] in {'"', "'"}
        if start < end and (quoted or not after or after in " \t\r\"'"):
            name = line[start:end]
            yield _Key(name, start - (line[start - 1 : start] in {'"', "'"} if start else 0), colon + 1)
        before, colon = colon + 1, line.find(":", colon + 1)
