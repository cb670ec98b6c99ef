"""Text of strangers as people may safely read it: nothing is hidden in it, and no log takes it for a command.

A manifest, a file name or a branch can hold characters that move the cursor, hide text or turn its direction, and
words that a CI system obeys (`::set-output`, `##vso[…]`). None of them reaches a terminal or a log as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from ..patterns import pattern

_JOINER = "\u200d"
"""Zero width joiner: holds emoji together, so it is left in place."""

_WITHIN = pattern(r"#(?=#\w*\[)")
_COMMAND = pattern(rf"^\s*:(?=:)|{_WITHIN.pattern}")
"""Commands of GitHub Actions (`::error` where a line begins, `##[error]` anywhere), Azure Pipelines (`##vso[`) and
TeamCity (`##teamcity[`)."""

_HIDDEN = pattern(r"[^ -~\n]")
"""What may be a character that is not seen, or does more than being seen; DEL is among them."""


def printable(text: str) -> str:
    """One line with nothing hidden in it: `a\\nb` reads `a␊b`, a right-to-left override reads `<U+202E>`.

    Of a command the first character is spelled out: `::error` reads `<U+003A>:error`.
    """
    line = text if text.isascii() and text.isprintable() else "".join(map(show, text))
    return _COMMAND.sub(_spelled_out, line) if "::" in line or "##" in line else line


def printable_lines(text: str) -> str:
    """The same line by line: a text of several lines keeps them."""
    return "\n".join(map(printable, text.split("\n")))


def json_text(value: Any) -> str:
    """JSON on several lines. The values are as they are; what would not be printed as it is, is escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if not text.isascii() or "\x7f" in text:
        text = _HIDDEN.sub(lambda found: _escaped(found[0]), text)
    return _WITHIN.sub(lambda _: "\\u0023", text) if "##" in text else text


def _escaped(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return json.dumps(char)[1:-1] if char != "\x7f" else "\\u007f"


def show(char: str) -> str:
    """What is printed for one character."""
    if char.isprintable() or char == _JOINER:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return char if unicodedata.category(char) == "Zs" else _code(char)


def characters(text: str) -> list[str]:
    """What is printed for each character of a text within a line."""
    found = list(map(show, text))
    for command in _WITHIN.finditer(text) if "##" in text else ():
        found[command.start()] = _code("#")
    return found


def _spelled_out(command: re.Match[str]) -> str:
    return command[0][:-1] + _code(command[0][-1])


def _code(char: str) -> str:
    return f"<U+{ord(char):04X}>"


def width(text: str) -> int:
    """The columns a terminal gives to a text that `visible` made: wide characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
