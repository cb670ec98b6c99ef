"""Text of strangers on a terminal: every character is seen, and how wide it stands.

A manifest can hold characters that move the cursor, hide text or turn its direction; none of them reaches a
terminal as it is.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
"""Zero width joiner: holds emoji together, so it is left in place."""


def visible(text: str) -> str:
    """One line with nothing hidden in it: `a\\nb` reads `a␊b`, a right-to-left override reads `<U+202E>`."""
    return text if text.isascii() and text.isprintable() else "".join(map(shown, text))


def shown(char: str) -> str:
    """What stands for one character."""
    if char.isprintable() or char == _JOINER:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return char if unicodedata.category(char) == "Zs" else f"<U+{code:04X}>"


def width(text: str) -> int:
    """The columns a terminal gives to a text that `visible` made: wide characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
