"""A text with edits that keep its lines, and the way back from a place in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .tokens import Token


class Edit(NamedTuple):
    """Characters of one line, replaced."""

    offset: int
    """Characters before it, in the text as it was."""
    line: int
    column: int
    """In the text as it was, from 1."""
    length: int
    """How many characters go."""
    text: str
    """What comes in their place."""


def before(token: Token, text: str) -> Edit:
    """Text that comes in before a token."""
    return Edit(token.offset, token.line, token.column, 0, text)


def instead(token: Token, text: str) -> Edit:
    """Text in a token's place."""
    return Edit(token.offset, token.line, token.column, len(token.text), text)


class EditedText(NamedTuple):
    """What came of it."""

    text: str
    edits: tuple[Edit, ...]

    def column(self, line: int, column: int) -> int:
        """The column that a place of the edited text had in the text as it was."""
        shift = 0
        for edit in (edit for edit in self.edits if edit.line == line):
            begin = edit.column + shift
            if column < begin:
                break
            if column < begin + len(edit.text):
                return edit.column
            shift += len(edit.text) - edit.length
        return column - shift


def edit(text: str, edits: Iterable[Edit]) -> EditedText:
    """The text with edits, which come in order and do not overlap."""
    made, pieces, done = tuple(edits), [], 0
    for edit in made:
        pieces += [text[done : edit.offset], edit.text]
        done = edit.offset + edit.length
    return EditedText("".join([*pieces, text[done:]]), made)
