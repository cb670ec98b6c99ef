"""Is one name another one misspelt?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..patterns import pattern

_PARTS = pattern(r"[-_./:]")
_DIGITS = str.maketrans("", "", "0123456789")
_SHORTEST = 4
LONGEST = 253
"""Characters of a name in Kubernetes; in longer ones only a hyphen is found."""


class KnownNames:
    """Names, with what each is spelt like, so that the ones like another are found without a look at all of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._alike: dict[int, str | list[str]] = {}
        for name in dict.fromkeys(names):
            for key in _blurred(name):
                self._enter(key, name)

    def _enter(self, key: int, name: str) -> None:
        before = self._alike.setdefault(key, name)
        if isinstance(before, list):
            before.append(name)
        elif before != name:
            self._alike[key] = [before, name]

    def like(self, name: str) -> Iterator[str]:
        """The known names that `name` can be a typo of; some more than once."""
        for key in _blurred(name):
            found = self._alike.get(key, ())
            for each in (found,) if isinstance(found, str) else found:
                if is_typo(name, each):
                    yield each

    def typo_of(self, name: str) -> str | None:
        """The known name that `name` most likely is a typo of; see `typo_of`."""
        return min(self.like(name), default=None)


def typo_of(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely is a typo of; None where it may well be a name of its own.

    `echo-1` is no typo of `echo-2`, and `web-a` none of `web-b`: people number and letter things.
    """
    return min((each for each in known if is_typo(name, each)), default=None)


def is_typo(name: str, other: str) -> bool:
    """Whether the names differ in one letter of one word, in two neighbours changing places, or in a hyphen."""
    if name == other:
        return False
    if name.replace("-", "") == other.replace("-", ""):
        return True
    if max(len(name), len(other)) > LONGEST:
        return False
    ours, theirs = _PARTS.split(name), _PARTS.split(other)
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    return len(ours) == len(theirs) and len(differing) == 1 and _is_slip(*differing[0])


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST or one.translate(_DIGITS) == other.translate(_DIGITS):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _blurred(name: str) -> Iterator[int]:
    """What names have in common of which one can be a typo of the other: without hyphens, or without one letter."""
    yield hash(name.replace("-", ""))
    if len(name) > LONGEST:
        return
    parts = _PARTS.split(name)
    for index, part in enumerate(parts):
        if len(part) >= _SHORTEST:
            around = (index, "-".join(parts[:index]), "-".join(parts[index + 1 :]))
            yield hash((around, part))
            for at in range(len(part)):
                yield hash((around, part[:at] + part[at + 1 :]))
