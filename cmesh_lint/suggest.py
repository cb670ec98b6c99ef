"""Did you mean? Looks up the names that look like a misspelt one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

_FEW = 16
"""Names that are compared with each other one by one; with more of them, only an index keeps the cost down."""
_LONGEST = 300
"""Characters. Kubernetes takes 253 in a name; a longer one is looked up whole."""
_PARTS = re.compile(r"[-_./:]")


class Names:
    """Names among which misspelt ones are looked up: once an index is made, each look-up costs the same."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)

    def typo_of(self, name: str) -> str | None:
        """The name that `name` most likely is a typo of; None where it may well be a name of its own.

        `echo-1` is no typo of `echo-2`, and `web-a` none of `web-b`: people number and letter things.
        """
        return min((each for each in self._near(name) if is_typo(name, each)), default=None)

    def nearest(self, word: str) -> str | None:
        """The name that looks most like `word`, if any is close; among many names, one that differs in a letter."""
        return self.typo_of(word) if len(self._names) > _FEW else nearest(word, self._names)

    def _near(self, name: str) -> Iterable[str]:
        """The names that can be one edit away, and some others."""
        if len(self._names) <= _FEW:
            return self._names
        return {each for key in _keys(name) for each in self._index.get(key, ())}

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for key in _keys(name):
                found[key].append(name)
        return found


def _keys(name: str) -> Iterator[str]:
    """What two names share when one is a typo of the other: each without one of its letters, or without hyphens."""
    yield name.replace("-", "")
    alike = _PARTS.sub("-", name)
    yield alike
    if len(alike) <= _LONGEST:
        yield from {alike[:at] + alike[at + 1 :] for at in range(len(alike))}


def is_typo(name: str, other: str) -> bool:
    """Whether the names differ in one letter of one word, in two neighbours changing places, or in a hyphen."""
    if name == other:
        return False
    if name.replace("-", "") == other.replace("-", ""):
        return True
    ours, theirs = _PARTS.split(name), _PARTS.split(other)
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    return len(ours) == len(theirs) and len(differing) == 1 and _differ_by_one_edit(*differing[0])


def _differ_by_one_edit(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 4 or re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def nearest(word: str, known: Iterable[str] | Names) -> str | None:
    """The known word that looks most like `word`, if any is close. A manifest's own names, which can be many: Names."""
    if isinstance(known, Names):
        return known.nearest(word)
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str] | Names) -> str:
    """A tail for a message, `; did you mean `x`?`, or nothing."""
    near = nearest(word, known)
    return f"; did you mean `{near}`?" if near else ""
