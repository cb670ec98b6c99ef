"""`google.protobuf.Duration` in JSON, as Go's protojson reads it.

Source: `parseDuration` and `unmarshalDuration` in google.golang.org/protobuf/encoding/protojson.
"""

from __future__ import annotations

import re

from ..patterns import pattern

_TEXT = pattern(r"([-+]?)(?:(0|[1-9][0-9]*)(?:\.([0-9]{0,9}))?|\.([0-9]{0,9}))s", re.ASCII)
MOST_SECONDS = 315_576_000_000
_MOST_DIGITS = len(str(MOST_SECONDS))
SECOND = 1_000_000_000
"""Nanoseconds."""

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": SECOND, "m": 60 * SECOND, "h": 3600 * SECOND}
_GO = pattern(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(ns|us|µs|ms|s|m|h|)\s*")


def nanoseconds(text: str) -> int | None:
    """`"0.25s"` → 250_000_000; None where protojson refuses the text."""
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    sign, whole, fraction, bare = match.groups()
    if len(whole or "") > _MOST_DIGITS or int(whole or 0) > MOST_SECONDS:
        return None
    seconds = int(whole or 0)
    total = seconds * SECOND + int((fraction or bare or "").ljust(9, "0"))
    return -total if sign == "-" else total


def milliseconds(text: str) -> int:
    """`"0.2509s"` → 250, as Envoy reads most durations: the rest is cut off. 0 where protojson refuses the text."""
    total = nanoseconds(text) or 0
    return -(-total // 10**6) if total < 0 else total // 10**6


def spell(total: int) -> str:
    """250_000_000 → `"0.25s"`."""
    seconds, rest = divmod(abs(total), SECOND)
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"{'-' if total < 0 else ''}{seconds}{fraction}s"


def suggestion(written: object) -> str | None:
    """What somebody probably meant by `500ms`, `1m`, `5` or `5 s`: `0.5s`, `60s`, `5s`; None where unclear."""
    if isinstance(written, bool) or not isinstance(written, (str, int, float)):
        return None
    match = _GO.fullmatch(str(written))
    if match is None:
        return None
    number = float(match[1])
    # Whole nanoseconds beyond this many seconds are no duration; and infinity has none.
    if number > MOST_SECONDS * SECOND:
        return None
    total = round(number * _UNITS[match[2] or "s"])
    text = spell(total)
    return text if nanoseconds(text) is not None else None
