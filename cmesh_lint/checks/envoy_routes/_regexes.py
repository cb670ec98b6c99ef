"""Regular expressions as Envoy compiles them: by RE2."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ...envoy_config import EnvoyConfig
from ...versions import LATEST

MATCHERS = ("envoy.type.matcher.v3.RegexMatcher", "xds.type.matcher.v3.RegexMatcher")


class Compiled(NamedTuple):
    """What RE2 makes of an expression."""

    error: str
    """Its complaint; empty where it reads the expression."""
    size: int
    """The size of the program; 0 where there is none."""


def compiled(text: str, config: EnvoyConfig) -> Compiled:
    """What the RE2 of the version's Envoy makes of an expression.

    Up to Envoy 1.38 it reads UTF-8; Envoy 1.40 reads single bytes, where a `.` is smaller and `\\x{100}` an error. For
    `latest`, which stands for both, the milder verdict holds.
    """
    told = _compiled(text, False)
    if config.version.minor != LATEST:
        return told
    return min(told, _compiled(text, True))


@lru_cache(maxsize=1024)
def _compiled(text: str, single_bytes: bool) -> Compiled:
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


def _words(error: Exception) -> str:
    words = error.args[0] if error.args else ""
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
