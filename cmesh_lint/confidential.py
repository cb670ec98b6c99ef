"""What of a manifest is secret, by where it stands. None of it is printed: a report ends in the log of a CI job."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from .places import Route
from .reading.trees import Extent, Tree

MASK = "•••"
_DOT = "•"

_SECRET = frozenset(
    {
        *("privatekey", "password", "secret", "genericsecret", "tlscertificate", "tlscertificates", "pkcs12"),
        *("sessionticketkeys", "localjwks", "users", "token", "tokensecret", "hmacsecret", "clientsecret"),
        *("accesstoken", "authorizationtoken", "jsonkey", "secretaccesskey", "sessiontoken", "authpassword"),
    }
)
"""Keys with secrets below them, as `_plain` spells them."""
_OPEN = frozenset({"@type", "name", "filename", "path", "environmentvariable", "sdsconfig", "watcheddirectory"})
"""Keys within those that only say where the secret is."""


_VALUES = frozenset(
    {"value", "rawvalue", "exact", "exactmatch", "prefix", "prefixmatch", "suffixmatch", "contains", "stringmatch"}
)
"""Keys with the value of a header or variable, beside the key that has its name."""
_NAMES = ("key", "name", "header", "header_name", "headerName")
"""Keys with the name of a header or variable, as they are written."""
_HEADERS = frozenset({"authorization", "proxyauthorization", "cookie", "setcookie"})
_TELLING = re.compile(
    "password|passwd|passphrase|secret|token|apikey|credential|privatekey|accesskey|signingkey|authkey|xauth"
)
"""What is part of names of headers and variables with secrets, as `_plain_name` spells them."""
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[Xx]-[A-Za-z0-9-]+|[Aa]uthorization|[Pp]roxy-[Aa]uthorization")
"""How keys look that name a variable or a header, and no field of Envoy's: `DB_PASSWORD`, `x-api-key`."""


def is_secret(route: Route) -> bool:
    """Whether what is at the end of the route is secret, whole or in part, as far as the route tells."""
    secret = False
    for step in route:
        secret = _within(step, secret)
    return secret


def _within(step: str | int, secret: bool) -> bool:
    """Whether what a step leads to is secret, if what it begins at is (`secret`) or is not."""
    key = _plain(step) if isinstance(step, str) else ""
    return key in _SECRET or (secret and key not in _OPEN) or (isinstance(step, str) and _is_variable(step))


def _is_variable(key: str) -> bool:
    """Whether a key of a mapping is the name of a variable or header with a secret."""
    return len(key) <= _LONGEST and _VARIABLE.fullmatch(key) is not None and names_secret(key)


_LONGEST = 253
"""Characters of a name of a header or variable; what is longer is none."""


def names_secret(name: str) -> bool:
    """Whether a header or an environment variable of that name has a secret for its value."""
    plain = re.sub(r"[^a-z0-9]", "", name[:_LONGEST].lower())
    return plain in _HEADERS or _TELLING.search(plain) is not None


def hidden(message: str, value: Any, route: Route) -> str:
    """A message about the value at a route of an object, without what is secret of that value."""
    secret = False
    for step in route:
        beside = isinstance(value, dict) and isinstance(step, str) and _plain(step) in _VALUES and _is_named(value)
        secret = _within(step, secret) or beside
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
    if isinstance(value, str) and len(value) > 3 and (secret or _look(value) != value):
        message = message.replace(value, MASK)
    return _look(message)


def _is_named(value: dict[str, Any]) -> bool:
    names = (value.get(each) for each in _NAMES)
    return any(isinstance(name, str) and names_secret(name) for name in names)


def _plain(key: str) -> str:
    """Both spellings of a field alike: `private_key` and `privateKey` are `privatekey`."""
    return key.replace("_", "").lower()


def extents(tree: Tree) -> list[Extent]:
    """The secret scalars of a document, in the order of its text."""
    found: set[Extent] = set()
    pending: list[tuple[Any, bool]] = [] if tree.root is None else [(tree.root, False)]
    seen: set[tuple[int, bool]] = set()
    while pending:
        node, secret = pending.pop()
        if (id(node), secret) in seen:
            continue
        seen.add((id(node), secret))
        if tree.is_scalar(node):
            if secret:
                found.add(tree.extent(node))
        else:
            items = tree.items(node)
            named = _names_header(items)
            pending.extend(
                (item, _within(step, secret) or (named and isinstance(step, str) and _plain(step) in _VALUES))
                for step, _, item in items
            )
    return sorted(found)


def _names_header(items: Iterable[tuple[str | int, Extent | None, Any]]) -> bool:
    """Whether a mapping names a header or variable whose value is secret."""
    names = (getattr(item, "value", None) for step, _, item in items if step in _NAMES)
    return any(isinstance(name, str) and names_secret(name) for name in names)


def masked(line: str, start: int, secrets: Sequence[Extent] = ()) -> str:
    """The line that begins at the offset `start`, with dots for what is secret of it.

    What follows on the line keeps its column, so that carets stay right.
    """
    done = _look(line)
    for number in range(bisect_right(secrets, (start + len(line), 0)) - 1, -1, -1):
        low, high = secrets[number]
        if high <= start:
            break
        done = _dotted(done, max(low - start, 0), min(high - start, len(line)))
    return done


def _dotted(line: str, left: int, right: int) -> str:
    """The line with dots from `left` to before `right`, blanks at either end left out."""
    stretch = line[left:right]
    left += len(stretch) - len(stretch.lstrip())
    right = left + len(stretch.strip())
    if left == right:
        return line
    dots = _DOT * (right - left) if line[right:].strip() else MASK
    return line[:left] + dots + line[right:]


_LOOKS = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}:(?P<password>[^\s/@'\"{}\[\],]{1,128})@(?=[\w\[])(?!sha256:)"
    r"|(?<!\w)eyJ[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?"
    r"|(?<!\w)(?:[Bb]earer|[Bb]asic) {1,4}(?P<credentials>[^\s'\"%{}]{6,4000})"
)
"""Passwords of a URL or domain, JSON Web Tokens, and what follows the scheme of an `Authorization`. All is bounded."""


def _look(line: str) -> str:
    """The line without what looks like a secret wherever it is."""
    line = _without_pem(line)
    if "@" in line or "eyJ" in line or "earer" in line or "asic" in line:
        return _LOOKS.sub(_dots, line)
    return line


def _dots(match: re.Match[str]) -> str:
    group = match.lastgroup or 0
    low, high = match.start(group) - match.start(), match.end(group) - match.start()
    return match[0][:low] + _DOT * (high - low) + match[0][high:]


def looks(text: str) -> str:
    """A text of any origin, line by line, without what looks like a secret."""
    return "\n".join(map(_look, text.split("\n")))


_PEM_LINE = re.compile(r"\s*(?:-----(?:BEGIN|END) .*|[A-Za-z0-9+/=_-]{40,})\s*")
_PEM = re.compile(r"""-----BEGIN [^"']*""")


def _without_pem(line: str) -> str:
    """Keys and certificates are known by their look, too, wherever they stand."""
    if _PEM_LINE.fullmatch(line):
        return _dotted(line, 0, len(line))
    return _PEM.sub(lambda match: _DOT * len(match[0]), line) if "-----BEGIN" in line else line


_KEYED = re.compile(r"""(?<![\w@-])([\w@-]{1,64})["']?\s*:\s*(?=\S)""")
"""A key and its colon. A key begins where a word does and is not long, so that the search is linear."""
_BLOCK = re.compile(r"(?:[&!]\S*(?!\S)|\s)*[|>][-+0-9]*\s*(?:#.*)?")
"""What is behind a key whose value is the lines below."""
_MARKS = re.compile(r"(?:[&!]\S*(?!\S)|[{\[]|\s)*")
"""What is behind a key whose value follows on further lines, as a mapping or a list."""
_ENTRY = re.compile(r"""[ ]*(?:- +)*["']?[\w@./-]{1,253}["']?[ ]*:(?:[ ]+|$)""")


def masked_text(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of a text that has no tree: whatever is behind a key with secrets becomes dots, and all below it."""
    masker = _Masker()
    return tuple(map(masker.line, lines))


class _Masker:
    """Goes through the lines of a text that has no tree, and knows below which key with a secret it is."""

    def __init__(self) -> None:
        self._below: int | None = None
        """How far the key is indented."""
        self._whole = False
        """Whether no keys are below it: its value is a text."""
        self._named: int | None = None
        """How far the name of a header or variable with a secret is indented."""

    def line(self, line: str) -> str:
        done = masked(line, 0)
        if not line.strip():
            return done
        indent = len(line) - len(line.lstrip(" -"))
        if self._below is not None and indent > self._below:
            return self._inner(done)
        self._below = None
        if self._named is not None and indent < self._named:
            self._named = None
        return self._keyed(done, indent)

    def _inner(self, line: str) -> str:
        entry = None if self._whole else _ENTRY.match(line)
        return _dotted(line, entry.end() if entry else 0, len(line))

    def _keyed(self, line: str, indent: int) -> str:
        for match in _KEYED.finditer(line):
            key, rest = match[1], match.end()
            if key in _NAMES and names_secret(line[rest : rest + _LONGEST].split(",", maxsplit=1)[0]):
                self._named = indent
            elif _plain(key) in _SECRET | _INLINE or _is_variable(key) or self._is_value(key, indent):
                if _BLOCK.fullmatch(line, rest):
                    self._below, self._whole = indent, True
                    return line
                if _MARKS.fullmatch(line, rest):
                    self._below, self._whole = indent, False
                    return line
                self._below, self._whole = indent, line[rest] in "'\""
                return _dotted(line, rest, len(line))
        if (bare := _BARE.fullmatch(line)) and (_plain(bare[1]) in _SECRET or _is_variable(bare[1])):
            self._below, self._whole = indent, False
        return line

    def _is_value(self, key: str, indent: int) -> bool:
        return self._named is not None and indent >= self._named and _plain(key) in _VALUES


_BARE = re.compile(r"""[ ]*(?:- +)*["']?([\w@-]{1,253})["']?\s*:\s*""")
_INLINE = frozenset({"inlinestring", "inlinebytes"})
"""Without a tree nobody knows what they lie in."""
