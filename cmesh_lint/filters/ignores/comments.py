"""The comments of a YAML text, found between its tokens: a `#` in a string or a block scalar begins none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from yaml.error import MarkedYAMLError, YAMLError
from yaml.tokens import ScalarToken, StreamEndToken

from ...syntax.positions import NO_CHARACTER
from ...syntax.trees import Extent
from ...syntax.yaml_nodes import loader

# The characters that end a line in YAML 1.1.
_COMMENT = re.compile("#[^\n\r\x85\u2028\u2029]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(?=#)")
"""What can be before a comment on the first line of a block scalar."""


class Comment(NamedTuple):
    """A comment; offsets are those of its text."""

    start: int
    """Of the `#`."""
    text: str
    """From the `#` to the end of the line."""
    alone: bool
    """Whether it has a line of its own."""
    below: int | None
    """Where the next thing begins that is no comment; None at the end."""


def comments(text: str) -> Iterator[Comment]:
    """The comments of a text that holds one document at most. Where it is broken, those up to there."""
    if NO_CHARACTER.search(text):
        return
    end = 0
    for start, stop, scalar in _tokens(text):
        yield from _between(text, (end, start), start if start < len(text) else None)
        end = stop
        header = _HEADER.match(text, start, stop) if scalar else None
        if header:
            found = _COMMENT.match(text, header.end())
            assert found is not None
            yield Comment(found.start(), found[0], False, None)


def find_unread(text: str, start: int, end: int, below: int | None) -> Iterator[Comment]:
    """The comments between two documents, of which `below` begins the second. Behind a `---` counts as alone."""
    for found in re.finditer(r"^(?:---)?[ \t]*(#.*)$", text[start:end], re.MULTILINE):
        yield Comment(start + found.start(1), found[1].rstrip("\r"), True, below)


def _between(text: str, gap: Extent, below: int | None) -> Iterator[Comment]:
    for found in _COMMENT.finditer(text, *gap):
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        yield Comment(found.start(), found[0], not before.strip(), below)


def _tokens(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each token, and whether it is a scalar. Where no more can be read, the place is the last."""
    parser = loader()(text)
    try:
        while (token := parser.get_token()) is not None:
            start, end = token.start_mark.index, token.end_mark.index
            if isinstance(token, StreamEndToken):
                start = end = len(text)
            yield start, end, isinstance(token, ScalarToken)
    except MarkedYAMLError as error:
        yield _fault(error), len(text), False
    except YAMLError:
        # A character that YAML does not allow: its place is not known.
        return


def _fault(error: MarkedYAMLError) -> int:
    marks: list[Any] = [mark for mark in (error.context_mark, error.problem_mark) if mark is not None]
    return min((mark.index for mark in marks), default=0)
