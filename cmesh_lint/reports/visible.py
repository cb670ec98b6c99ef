"""Text of strangers in reports: `visible` is what may be printed of it, `width` how wide that is."""

from __future__ import annotations

import unicodedata

from ..redaction.printable import printable as visible

__all__ = ["visible", "width"]


def width(text: str) -> int:
    """The columns a terminal gives to a text that `visible` made: wide characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
