"""Is one name another one misspelt?"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARTS = re.compile(r"[-_./:]")


def typo_of(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely is a slip of; None where it may well be a name of its own.

    `echo-1` is no slip of `echo-2`, and `web-a` none of `web-b`: people number and letter things.
    """
    return min((each for each in known if is_typo(name, each)), default=None)


def is_typo(name: str, other: str) -> bool:
    """Whether the names differ in one letter of one word, in two neighbours changing places, or in a hyphen."""
    if name == other:
        return False
    if name.replace("-", "") == other.replace("-", ""):
        return True
    ours, theirs = _PARTS.split(name), _PARTS.split(other)
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    return len(ours) == len(theirs) and len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 4 or re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
