"""A regular expression → whether RE2 compiles it, and how large that is, as Envoy does."""

from __future__ import annotations

from functools import lru_cache

from .tuples import NamedTuple

LIMIT = 100
"""Envoy's `re2.max_program_size.error_level` where the bootstrap does not set it, and Cilium's does not."""


class Compiled(NamedTuple):
    """What RE2 makes of an expression."""

    error: str
    """Its complaint; empty where it reads the expression."""
    size: int
    """The size of the program; 0 where there is none."""
    at_least: bool = False
    """Whether it is only known to be that large at least."""


_MEMORY = 640
"""Bytes for each step of the largest program that is of interest: RE2 takes about 100 for each, many of which it drops
again when it is done.
"""
_TOO_LARGE = "pattern too large"


@lru_cache(maxsize=1024)
def compile_re2(text: str, single_bytes: bool = False, most: int = LIMIT) -> Compiled:
    """What RE2 makes of an expression; one that reads single bytes, as from Envoy 1.40 on, or else UTF-8.

    Of one that is much larger than `most` no more is found out than that: it may take a second and much memory.
    """
    # A C++ library; most files have no regular expression.
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = min(max(most, LIMIT) * _MEMORY, options.max_mem)
    if single_bytes:
        options.encoding = re2.Options.Encoding.LATIN1
    try:
        return Compiled("", re2.compile(text.encode(), options=options).programsize)
    except re2.error as error:
        words = _words(error)
        return Compiled("", max(most, LIMIT) + 1, True) if words.startswith(_TOO_LARGE) else Compiled(words, 0)
    finally:
        # The library keeps what it compiled, megabytes for each large expression.
        re2.purge()


def _words(error: Exception) -> str:
    words = error.args[0] if error.args else ""
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)


_HINTS = (
    ("invalid perl operator: (?", "; RE2 has no look-ahead or look-behind"),
    ("invalid escape sequence: \\Z", "; use `\\z` for the end of the string"),
    ("invalid escape sequence: \\1", "; RE2 has no back-references"),
    ("invalid repetition size", "; at most 1000 repetitions are allowed"),
)
"""What to add to some of RE2's words."""


def unreadable(error: str) -> str:
    """A complaint of RE2 as a sentence."""
    hint = next((hint for part, hint in _HINTS if part in error), "")
    return f"RE2 cannot parse this regular expression: {error}{hint}"


def too_large(found: Compiled, most: int = LIMIT) -> str:
    """That a program is larger than Envoy takes."""
    size = "much larger than allowed" if found.at_least else f"of size {found.size}"
    return f"the regular expression compiles to a program {size}; Envoy allows at most {most}"
