"""The RE2 of the Envoy that is judged for."""

from __future__ import annotations

from ... import regexes
from ...cec.envoy_config import EnvoyConfig
from ...versions import LATEST

MATCHERS = ("envoy.type.matcher.v3.RegexMatcher", "xds.type.matcher.v3.RegexMatcher")


def compiled(text: str, config: EnvoyConfig, most: int = regexes.LIMIT) -> regexes.Compiled:
    """What the RE2 of the version's Envoy makes of an expression.

    Up to Envoy 1.38 it reads UTF-8; Envoy 1.40 reads single bytes, where a `.` is smaller and `\\x{100}` an error. For
    `latest`, which stands for both, the milder verdict holds.
    """
    told = regexes.compile_re2(text, most=most)
    if config.version.minor != LATEST:
        return told
    return min(told, regexes.compile_re2(text, single_bytes=True, most=most))
