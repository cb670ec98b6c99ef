"""The text of a document → its value, as YAML or as JSON, the way kubectl chooses."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

from ..patterns import pattern
from ..tuples import NamedTuple
from .errors import UnreadableError
from .trees import Tree

Parse = Callable[[str], Tree]

_CONTENT = pattern(r"[^ \t\r\n]")
_NOTHING = pattern(r"(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t\r]*(?:#[^\n]*)?\Z")
"""Blanks and comments up to the end."""


class YamlPart(NamedTuple):
    """A value in a text: where it is there, and how the stretch becomes a tree."""

    start: int
    end: int
    value: Any
    repeated: bool
    """Whether a mapping may have a key twice."""
    parse: Parse


def parts(text: str, is_json: bool) -> Iterator[YamlPart]:
    """The values in `text`: what begins with `{` is JSON objects in a row if it can be, the rest is YAML.

    `is_json` says that an error is one of JSON. Raises UnreadableError where no more can be read.
    """
    start, error = 0, None
    if text.lstrip(" \t\r\n").startswith("{"):
        start, error = yield from _objects(text)
    if not _NOTHING.match(text, start):
        try:
            yield _yaml(text, start)
        except UnreadableError:
            if is_json and error is not None:
                raise error from None
            raise


def _objects(text: str) -> Generator[YamlPart, None, tuple[int, UnreadableError | None]]:
    """JSON objects for as long as there are any; where they end, and what is wrong there."""
    from .json_nodes import JsonTree, NotJsonError, first_value

    end = 0
    while (content := _CONTENT.search(text, end)) and content[0] == "{":
        start = content.start()
        try:
            value, end, repeated = first_value(text, start)
        except NotJsonError as error:
            return end, UnreadableError("yaml-syntax", f"not valid JSON: {error}", error.position)
        yield YamlPart(start, end, value, repeated, JsonTree)
    return end, None


def _yaml(text: str, start: int) -> YamlPart:
    from .yaml_nodes import YamlTree, compose, value

    body = text[start:] if start else text
    try:
        meaning, repeated = value(compose(body), body)
    except UnreadableError as error:
        raise error.moved(start) from None
    return YamlPart(start, len(text), meaning, repeated, YamlTree)
