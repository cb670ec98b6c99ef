"""What is secret by its look, wherever it is: PEM, JWTs, user-info in URLs, tokens of well-known issuers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..patterns import pattern
from ..syntax.trees import Extent

MASK = "•••"
DOT = "•"

_PEM = "-----BEGIN "
_PEM_ENDS = "\"'`\n"
_BASE64 = pattern(r"[A-Za-z0-9+/=_-]{40,}")
_TOKEN = pattern(r"[A-Za-z0-9_.~+/=-]{8,}")
_USER_ENDS = frozenset(" \t\r\n\"'`,;()[]{}<>|/@")
_DIGESTS = ("sha256:", "sha384:", "sha512:")
_ISSUED = (
    *("ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-"),
    *("AKIA", "ASIA", "sk-", "hvs."),
)
"""What tokens of well-known issuers begin with."""
_SCHEMES = ("bearer", "basic", "digest", "negotiate", "token")
_PROSE = pattern(r"[a-z.]+")


def mask(line: str, start: int, secrets: Sequence[Extent] = ()) -> str:
    """The line that begins at the offset `start`, with dots for what is secret of it.

    `secrets` are in the order of the text and do not overlap. What follows on the line keeps its column, so that
    carets stay right.
    """
    done = unlike_secrets(line)
    end = start + len(line)
    for index in range(bisect_right(secrets, (end, 0)) - 1, -1, -1):
        low, high = secrets[index]
        if high <= start:
            break
        done = mask_dots(done, max(low - start, 0), min(high - start, len(line)))
    return done


def mask_dots(line: str, left: int, right: int) -> str:
    """The line with dots from `left` to before `right`, blanks at either end left out."""
    stretch = line[left:right]
    left += len(stretch) - len(stretch.lstrip())
    right = left + len(stretch.strip())
    if left >= right:
        return line
    dots = DOT * (right - left) if line[right:].strip() else MASK
    return line[:left] + dots + line[right:]


def unlike_secrets(line: str) -> str:
    """The line with dots for what looks like a secret, whatever it is about."""
    bare = line.strip()
    if bare.startswith(("-----BEGIN ", "-----END ")) or _BASE64.fullmatch(bare):
        return mask_dots(line, 0, len(line))
    found = sorted(_found(line))
    if not found:
        return line
    pieces, done = [], 0
    for low, high in found:
        if high > done:
            pieces += [line[done:low], DOT * (high - max(low, done))]
            done = high
    return "".join([*pieces, line[done:]])


def _found(line: str) -> Iterator[Extent]:
    if _PEM in line:
        yield from _pem(line)
    if "@" in line:
        yield from _users(line)
    lowered = line.lower()
    scheme = any(each in lowered for each in _SCHEMES)
    if scheme or "eyJ" in line or any(each in line for each in _ISSUED):
        yield from _tokens(line, lowered, scheme)


def _pem(line: str) -> Iterator[Extent]:
    start = line.find(_PEM)
    while start >= 0:
        end = next((at for at in range(start, len(line)) if line[at] in _PEM_ENDS), len(line))
        yield start, end
        start = line.find(_PEM, end)


def _users(line: str) -> Iterator[Extent]:
    """`user:password` and tokens before an `@`; a name alone is none."""
    at = line.find("@")
    while at >= 0:
        low = at
        while low > 0 and line[low - 1] not in _USER_ENDS:
            low -= 1
        user, colon, word = line[low:at].partition(":")
        in_url = line[:low].endswith("://")
        if not line.startswith(_DIGESTS, at + 1) and ((colon and word) or (in_url and len(user) >= 8)):
            yield low, at
        at = line.find("@", at + 1)


def _tokens(line: str, lowered: str, scheme: bool) -> Iterator[Extent]:
    for match in _TOKEN.finditer(line):
        word, (low, high) = match[0], match.span()
        jwt = word.find("eyJ")
        if jwt >= 0 and "." in word[jwt:]:
            yield low + jwt, high
        elif (word.startswith(_ISSUED) and len(word) >= 16) or (scheme and _follows_scheme(lowered, low, word)):
            yield low, high


def _follows_scheme(lowered: str, low: int, word: str) -> bool:
    if _PROSE.fullmatch(word):
        return False
    before = lowered[max(low - 16, 0) : low]
    return before.endswith(" ") and before.rstrip(" ").endswith(_SCHEMES)
