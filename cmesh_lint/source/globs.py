"""Globs of paths as git's ignore files spell them, without `!`.

RE2 matches them: its time grows with the path and not with the ways in which stars can share it, as that of the
expressions of pathspec and fnmatch does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from ..patterns import pattern


class GlobError(ValueError):
    """A glob that means nothing; its text says why."""


def check(glob: str) -> None:
    """Raises GlobError."""
    _regex(glob)


def check_all(globs: Sequence[str]) -> None:
    """Raises GlobError for the first that means nothing, and for too many."""
    if len(globs) > MOST:
        raise GlobError(f"{len(globs)} globs, more than the limit of {MOST}")
    for glob in globs:
        check(glob)


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path, written with `/`, is one that the globs name, or lies below one. No globs name nothing.

    Raises GlobError.
    """
    if not globs:
        return lambda path: False
    check_all(globs)
    patterns = list(map(_compiled, _batches(dict.fromkeys(map(_regex, globs)))))

    def matches(path: str) -> bool:
        text = _encodable(path)
        return any(pattern.fullmatch(text) is not None for pattern in patterns)

    return matches


MOST = 5000
"""Globs of one list."""
_LONGEST = 4096
"""Characters of a glob, as of a path."""
_BATCH = 20_000
"""Characters of regular expressions that are made one: the time that takes grows with their square."""


def _batches(regexes: Iterable[str]) -> Iterator[str]:
    batch: list[str] = []
    size = 0
    for regex in regexes:
        if batch and size + len(regex) > _BATCH:
            yield "|".join(batch)
            batch, size = [], 0
        batch.append(regex)
        size += len(regex)
    yield "|".join(batch)


def _compiled(regex: str) -> Any:
    import re2

    options = re2.Options()
    options.max_mem = 64 << 20
    options.dot_nl = True
    return re2.compile(_encodable(regex), options=options)


_TOKEN = pattern(r"(\*\*/|/\*\*\Z|\*|\?|\[(?:\[:\w{1,10}:\]|[^]/]){1,64}\])")
_WILD = {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}


def _regex(glob: str) -> str:
    """A glob as a regular expression that matches the path it names, and everything below. Raises GlobError."""
    if len(glob) > _LONGEST:
        raise GlobError(f"{_short(glob)}: longer than {_LONGEST} characters")
    body = glob.removeprefix("./").strip("/")
    anchored = "/" in glob.rstrip("/")
    parts = _TOKEN.split(body)
    # Every second part is one of the wildcards; between them is text.
    regex = "".join(
        (_WILD.get(part) or _class(part, glob)) if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )
    return f"{'' if anchored else '(?:.*/)?'}{regex}(?:/.*)?"


_NAMES = ("alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit")
_WITH_SLASH = {"punct": r"!-.:-@\[-`{-~", "graph": "!-.0-~", "print": " -.0-~"}
"""Those that have a `/` among them, without it."""
_MEMBER = pattern(r"\[:(?P<name>\w+):\]|(?P<first>.)(?:-(?P<last>.))?", re.DOTALL)


def _class(part: str, glob: str) -> str:
    """`[a-z]`, `[!a-z]`, `[^a-z]`, `[[:alpha:]]`: one character, and never a `/`."""
    inside = part[1:-1]
    negated = inside[0] in "!^"
    members = inside[negated:]
    if not members:
        raise GlobError(f"{_short(glob)}: `{part}` matches no character")
    written = "".join(_member(match, part, glob) for match in _MEMBER.finditer(members))
    return f"[^{written}/]" if negated else f"[{written}]"


def _member(match: re.Match[str], part: str, glob: str) -> str:
    name, first, last = match.group("name", "first", "last")
    if name is not None:
        if name not in _NAMES:
            raise GlobError(f"{_short(glob)}: `[:{name}:]` is not one of {', '.join(_NAMES)}")
        return _WITH_SLASH.get(name) or f"[:{name}:]"
    if last is None:
        return re.escape(first)
    if last < first:
        raise GlobError(f"{_short(glob)}: the range `{first}-{last}` in `{part}` is reversed")
    return _range(first, last)


def _range(first: str, last: str) -> str:
    if first <= "/" <= last:
        halves = ((first, "."), ("0", last))
        return "".join(f"{re.escape(a)}-{re.escape(b)}" for a, b in halves if a <= b)
    return f"{re.escape(first)}-{re.escape(last)}"


def _short(glob: str) -> str:
    return f"`{glob}`" if len(glob) <= 60 else f"`{glob[:57]}…`"


def _encodable(text: str) -> str:
    """Bytes of a name that are no UTF-8 as characters that nobody uses: RE2 takes no lone surrogates."""
    if text.isascii():
        return text
    return "".join(chr(0x10F800 + ord(each) - 0xD800) if "\ud800" <= each <= "\udfff" else each for each in text)
