"""Modules moved below a package of our own, so that a server that holds other policies keeps deciding as before.

`package a.b` becomes `package NAME.a.b`, and every `data` becomes `data.NAME`. Lines stay; columns shift, and
`Moved.column` takes them back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from . import tokens


class Insertion(NamedTuple):
    """Text that came in."""

    offset: int
    """Characters before it, in the module as it was."""
    line: int
    column: int
    """Of the character it stands before, in the module as it was. Both from 1."""
    text: str


class Moved(NamedTuple):
    """A module below a namespace."""

    text: str
    inserted: tuple[Insertion, ...]
    """In order."""

    def column(self, line: int, column: int) -> int:
        """The column that a place of the moved text has in the module as it was."""
        for insertion in self.inserted:
            if insertion.line == line and column > insertion.column:
                column = max(insertion.column, column - len(insertion.text))
        return column


def moved(text: str, namespace: str) -> Moved:
    """The module below `namespace`, a Rego name."""
    insertions = tuple(_insertions(text, namespace))
    pieces, done = [], 0
    for insertion in insertions:
        pieces += [text[done : insertion.offset], insertion.text]
        done = insertion.offset
    return Moved("".join([*pieces, text[done:]]), insertions)


def _insertions(text: str, namespace: str) -> Iterator[Insertion]:
    before = ""
    for token in tokens.tokens(text):
        if before == "package":
            yield Insertion(token.offset, token.line, token.column, f"{namespace}.")
        # Nothing else may be called so: OPA forbids rules, arguments and variables that shadow `data`.
        elif token.kind == "name" and token.text == "data" and before != ".":
            yield Insertion(token.end, token.line, token.column + len(token.text), f".{namespace}")
        if token.kind != "comment":
            before = token.text
