"""Words that a text must hold to be of interest, in all ways in which YAML and JSON let a value be written.

A value differs from what is written in two cases only: escapes in double quotes, and base64 under a tag. All other
scalars hold their value as it is, or with a blank or a line break in it.
"""

from __future__ import annotations

import re

from ..patterns import pattern
from ..tuples import NamedTuple

_BREAKS = "\r\n\x85\u2028\u2029"
_HIDING = pattern(rb"\\(?:x[0-7]|u00[0-7]|U000000[0-7]|[/\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9])")
_TAGGED = pattern(rb"!!|!<|%TAG")
"""What the tag of a value in base64 can begin with. `!!binary` has more spellings."""
_ESCAPE = pattern(
    r"\\(?:x([0-7][0-9a-fA-F])|u00([0-7][0-9a-fA-F])|U000000([0-7][0-9a-fA-F])|(?:\r\n|["
    + _BREAKS
    + r"])[ \t]*|(/)|.)",
    re.DOTALL,
)
IN_GIT = "\\\\(x[0-7]|u00[0-7]|U000000[0-7]|/|\r|$|" + "|".join(_BREAKS[2:]) + ")|!!|!<|%TAG"
"""An extended regular expression: a line of every text that hides a word, in UTF-8."""


class Mark(NamedTuple):
    """A word of a value."""

    word: str
    begins: str
    """What the value begins with, three characters or a multiple: their base64 is always the same."""

    def in_text(self, text: str) -> bool:
        """Whether a value in a text can hold the word."""
        if self.word in text:
            return True
        return ("\\" in text or "!" in text) and self._is_hidden(text.encode("utf-8", "surrogatepass"))

    def in_bytes(self, data: bytes) -> bool:
        """The same of a file, in UTF-8 or UTF-16."""
        if self.word.encode() in data or (b"\0" in data and self._in_utf_16(data)):
            return True
        return (b"\\" in data or b"!" in data) and self._is_hidden(data)

    def _in_utf_16(self, data: bytes) -> bool:
        if any(self.word.encode(each) in data for each in ("utf-16-le", "utf-16-be")):
            return True
        return data[:2] in {b"\xff\xfe", b"\xfe\xff"} and self.in_text(data.decode("utf-16", "replace"))

    def _is_hidden(self, data: bytes) -> bool:
        plain = resolve_escapes(data)
        if plain is not data and self.word.encode() in plain:
            return True
        return _TAGGED.search(data) is not None and self._encoded() in b"".join(plain.split())

    def _encoded(self) -> bytes:
        import base64

        return base64.b64encode(self.begins.encode())


ENVOY_CONFIG = Mark("EnvoyConfig", "Cilium")
"""The kinds of CECs and CCECs, and of lists of them."""
POLICIES = Mark("policy.cmesh-lint.io/", "policy.cmesh-lint.")
"""The API group of policies, and the annotations of what is made of them."""


BEFORE = r"""\s*(?:[&!][^\s,\[\]{}]*\s+){0,2}(?:[|>][-+0-9]*\s+)?["']?"""
"""A regular expression: what can be before a value, between the colon and its first character."""


def resolved_text(text: str) -> str:
    """`resolved` for what is decoded already."""
    if "\\" not in text:
        return text
    return resolve_escapes(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")


def resolve_escapes(data: bytes) -> bytes:
    """A text with the escapes that stand for ASCII characters, or for nothing, replaced by what they stand for."""
    if b"\\" not in data or not _HIDING.search(data):
        return data
    text = data.decode("utf-8", "surrogateescape")
    return _ESCAPE.sub(_character, text).encode("utf-8", "surrogatepass")


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        return chr(int(digits, 16))
    return match[4] or (match[0] if match[0][1] not in _BREAKS else "")
