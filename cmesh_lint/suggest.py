"""A misspelt name and the names there are → the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

FEW = 64
"""Names of a file among which one is suggested; a file with more was hardly typed."""
LONGEST = 200
"""Characters of a word that anybody can mistype."""
_ALIKE = 0.6
_CLOSE = 4
"""Words that are compared in full: those that have most in common with the one that is known to nobody."""


def few(names: Iterable[str]) -> tuple[str, ...]:
    """The names of a file to suggest one of; none where there are many, so that many typos cost no more than a few."""
    found = tuple(islice(names, FEW + 1))
    return found if len(found) <= FEW else ()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, if any is close."""
    if not 0 < len(word) <= LONGEST:
        return None
    places = _places(word)
    bounds = ((_bound(word, each, places), each) for each in {*known} if each)
    close = sorted((found for found in bounds if found[0] >= _ALIKE), reverse=True)[:_CLOSE]
    if not close:
        return None
    # Most words are known; a library is loaded for the others alone.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=word)
    best, likeliest = _ALIKE, ""
    for bound, each in close:
        if bound >= best:
            matcher.set_seq1(each)
            best, likeliest = max((best, likeliest), (matcher.ratio(), each))
    return likeliest or None


def _places(word: str) -> dict[str, int]:
    """A bit for each place of each character."""
    places: dict[str, int] = {}
    for index, character in enumerate(word):
        places[character] = places.get(character, 0) | 1 << index
    return places


def _bound(word: str, other: str, places: dict[str, int]) -> float:
    """How much alike two words are at most: twice their longest common subsequence, of the length of both.

    A column of the table is one number, after Hyyrö, "Bit-Parallel LCS-length Computation Revisited" (2004).
    """
    both = len(word) + len(other)
    if 2 * min(len(word), len(other)) < _ALIKE * both:
        return 0
    all_ = (1 << len(word)) - 1
    column = all_
    for character in other:
        matches = column & places.get(character, 0)
        column = ((column + matches) | (column - matches)) & all_
    return 2 * (len(word) - column.bit_count()) / both


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A tail for a message, `; did you mean `x`?`, or nothing."""
    near = nearest(word, known)
    return f"; did you mean `{near}`?" if near else ""
