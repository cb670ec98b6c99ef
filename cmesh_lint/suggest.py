"""Did you mean?"""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, if any is close."""
    from difflib import get_close_matches

    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A tail for a message, `; did you mean `x`?`, or nothing."""
    near = nearest(word, known)
    return f"; did you mean `{near}`?" if near else ""
