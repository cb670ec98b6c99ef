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


def is_secret(route: Route) -> bool:
    """Whether what stands at the end of the route is secret, whole or in part."""
    secret = False
    for step in route:
        secret = _within(step, secret)
    return secret


def _within(step: str | int, secret: bool) -> bool:
    """Whether what a step leads to is secret, if what it begins at is (`secret`) or is not."""
    key = _plain(step) if isinstance(step, str) else ""
    return key in _SECRET or (secret and key not in _OPEN)


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
            pending.extend((item, _within(step, secret)) for step, _, item in tree.items(node))
    return sorted(found)


def masked(line: str, start: int, secrets: Sequence[Extent] = ()) -> str:
    """The line that begins at the offset `start`, with dots for what is secret of it.

    What follows on the line keeps its column, so that carets stay right.
    """
    done = _without_pem(line)
    for low, high in reversed(secrets[: bisect_right(secrets, (start + len(line), 0))]):
        left, right = max(low - start, 0), min(high - start, len(line))
        if high <= start:
            break
        done = _dotted(done, left, right)
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


_PEM_LINE = re.compile(r"\s*(?:-----(?:BEGIN|END) .*|[A-Za-z0-9+/=_-]{40,})\s*")
_PEM = re.compile(r"""-----BEGIN [^"']*""")


def _without_pem(line: str) -> str:
    """Keys and certificates are known by their look, too, wherever they stand."""
    if _PEM_LINE.fullmatch(line):
        return _dotted(line, 0, len(line))
    return _PEM.sub(lambda match: _DOT * len(match[0]), line) if "-----BEGIN" in line else line


_KEYED = re.compile(r"""([\w@-]+)["']?\s*:\s*(?=\S)""")
_MARKS = re.compile(r"(?:[|>][-+0-9]*|[&!]\S*|[{\[]|\s)*")
"""What stands behind a key whose value follows on further lines."""


def masked_text(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of a text that has no tree: whatever stands behind a key with secrets becomes dots."""
    return tuple(_keyed(masked(line, 0)) for line in lines)


def _keyed(line: str) -> str:
    for match in _KEYED.finditer(line):
        if _plain(match[1]) in _SECRET | _INLINE and not _MARKS.fullmatch(line, match.end()):
            return _dotted(line, match.end(), len(line))
    return line


_INLINE = frozenset({"inlinestring", "inlinebytes"})
"""Without a tree nobody knows what they lie in."""
