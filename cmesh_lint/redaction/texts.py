"""What is secret of a text that has no tree: it is broken, or it is no manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..patterns import pattern
from ..tuples import NamedTuple
from . import names
from .looks import mask_dots, unlike_secrets

_MARKS = frozenset("|>-+0123456789{[ \t\r\n")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.@/")
_KIND = pattern(r"""\bkind["']? ?: ?["']?Secret\b""")
_NONE = frozenset({"true", "false", "null", "~"})
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


def masked_comment(line: str) -> str:
    """A line of YAML, with dots for what is behind keys with secrets in its comment."""
    at = 0 if line.startswith("#") else line.find(" #")
    return line if at < 0 or ":" not in line[at:] else line[:at] + masked_text([line[at:]])[0]


class _Rest:
    """What a secret that began on an earlier line asks of the lines below it."""

    def __init__(self) -> None:
        self.column: int | None = None
        """Of the key: what is further right belongs to its value. None where no secret goes on."""
        self.whole: int | None = None
        """Of the innermost key: what is further right is all text. None where that may have keys of its own."""
        self.quote = ""
        """The quote that is still open; empty where none is."""

    def begin(self, column: int, value: str) -> None:
        """A key with a secret."""
        self.column = column
        self.inner(column, value)

    def inner(self, column: int, value: str) -> None:
        """A key within it, or itself."""
        bare = _unmarked(value)
        self.quote = _open_quote(value)
        self.whole = column if bare and bare[0] not in "{[" else None

    def end(self) -> None:
        """The secret is over."""
        self.column, self.whole, self.quote = None, None, ""


def _line(line: str, keys: list[_Key], close: bool, of_kubernetes: bool, rest: _Rest) -> str:
    if rest.column is not None and line.strip():
        indent = len(line) - len(line.lstrip())
        if rest.quote and not _is_entry(line, keys, indent, rest.column):
            end = line.find(rest.quote) + 1
            rest.quote = "" if end else rest.quote
            # Behind the quote there can be more only where the text is broken.
            return mask_dots(line, 0, len(line)) if not end else mask_dots(line[:end], 0, end) + _behind(line[end:], 0)
        if indent > rest.column:
            return _within(line, keys, indent, rest)
        rest.end()
    for key in keys:
        value = line[key.end :]
        if _is_secret(key, close, of_kubernetes) and value.strip(" \t\r,}") not in _NONE:
            rest.begin(key.start, value)
            return line if all(each in _MARKS for each in _unmarked(value)) else _behind(line, key.end)
    return line


def _within(line: str, keys: list[_Key], indent: int, rest: _Rest) -> str:
    """A line of a secret: a key of its own keeps its name."""
    key = keys[0] if keys and keys[0].start <= indent + 2 else None
    if key is None or (rest.whole is not None and indent > rest.whole and not _is_secret(key, False, False)):
        return mask_dots(line, 0, len(line))
    value = line[key.end :]
    rest.inner(key.start, value)
    bare = _unmarked(value)
    if not names.is_within(key.name, True) or not bare or all(each in _MARKS for each in bare):
        return line
    return _behind(line, key.end)


def _is_entry(line: str, keys: list[_Key], indent: int, column: int) -> bool:
    """Whether a line begins something new, so that a quote above it was never closed."""
    return indent <= column and (line.startswith("---") or bool(keys and keys[0].start <= indent + 2))


def _is_secret(key: _Key, close: bool, of_kubernetes: bool) -> bool:
    spelled = names.plain(key.name)
    if names.is_within(key.name, False) or names.is_sensitive(key.name) or spelled in names.INLINE:
        return True
    return (close and spelled in names.HOLDING) or (of_kubernetes and spelled in names.DATA)


def _behind(line: str, at: int) -> str:
    return mask_dots(line, at, len(line))


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
    # Digits only are behind the mark of a block.
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
