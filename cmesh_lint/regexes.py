"""Regular expressions as Envoy compiles them: by RE2."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

LIMIT = 100
"""Envoy's `re2.max_program_size.error_level` where the bootstrap does not set it, and Cilium's does not."""


class Compiled(NamedTuple):
    """What RE2 makes of an expression."""

    error: str
    """Its complaint; empty where it reads the expression."""
    size: int
    """The size of the program; 0 where there is none."""


@lru_cache(maxsize=1024)
def compiled(text: str, single_bytes: bool = False) -> Compiled:
    """What RE2 makes of an expression; one that reads single bytes, as from Envoy 1.40 on, or else UTF-8."""
    # A C++ library; most files have no regular expression.
    import re2

    options = re2.Options()
    options.log_errors = False
    if single_bytes:
        options.encoding = re2.Options.Encoding.LATIN1
    try:
        return Compiled("", re2.compile(text.encode(), options=options).programsize)
    except re2.error as error:
        return Compiled(_words(error), 0)
    finally:
        # The library keeps what it compiled, megabytes for each large expression.
        re2.purge()


def _words(error: Exception) -> str:
    words = error.args[0] if error.args else ""
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)


_HINTS = (
    ("invalid perl operator: (?", "; RE2 has no look-ahead or look-behind"),
    ("invalid escape sequence: \\Z", "; expected `\\z` for the end of the text"),
    ("invalid escape sequence: \\1", "; RE2 has no back-references"),
    ("invalid repetition size", "; expected at most 1000 repetitions"),
)
"""What to add to some of RE2's words."""


def unreadable(error: str) -> str:
    """A complaint of RE2 as a sentence."""
    hint = next((hint for part, hint in _HINTS if part in error), "")
    return f"RE2 does not read this regular expression: {error}{hint}"


def too_large(size: int, most: int = LIMIT) -> str:
    """That a program is larger than Envoy takes."""
    return f"the regular expression compiles to a program of size {size}; Envoy takes at most {most}"
