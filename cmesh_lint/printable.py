"""Text of strangers as people may safely read it: nothing is hidden in it, and no log takes it for a command.

A manifest, a file name or a branch can hold characters that move the cursor, hide text or turn its direction, and
words that a CI system obeys (`::set-output`, `##vso[…]`). None of them reaches a terminal or a log as it is.
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"
"""Zero width joiner: holds emoji together, so it is left in place."""

_COMMAND = re.compile(r"^\s*:(?=:)|#(?=#\w*\[)")
"""Commands of GitHub Actions (`::error` where a line begins, `##[error]` anywhere), Azure Pipelines (`##vso[`) and
TeamCity (`##teamcity[`)."""


def printable(text: str) -> str:
    """One line with nothing hidden in it: `a\\nb` reads `a␊b`, a right-to-left override reads `<U+202E>`.

    Of a command the first character is spelled out: `::error` reads `<U+003A>:error`.
    """
    line = text if text.isascii() and text.isprintable() else "".join(map(shown, text))
    return _COMMAND.sub(_spelled_out, line) if "::" in line or "##" in line else line


def printable_lines(text: str) -> str:
    """The same line by line: a text of several lines keeps them."""
    return "\n".join(map(printable, text.split("\n")))


def shown(char: str) -> str:
    """What is printed for one character."""
    if char.isprintable() or char == _JOINER:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return char if unicodedata.category(char) == "Zs" else _code(char)


def _spelled_out(command: re.Match[str]) -> str:
    return command[0][:-1] + _code(command[0][-1])


def _code(char: str) -> str:
    return f"<U+{ord(char):04X}>"
