"""Plain JSON data → YAML in block style, the same text for the same data; every reader takes it for what it is.

A string is written plain where no version of YAML reads anything else in it, and in double quotes otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from ..places import Route

_PLAIN = re.compile(r"(?![yYnN]$)[A-Za-z_/][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*")
_NO_STRINGS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n"})

Line = tuple[str, Route]
"""A line of YAML, and the route of what is on it."""
Scalar = Callable[[Any, Route], str]


def dump(value: Any) -> str:
    """A document, or a scalar on a line."""
    if not _is_block(value):
        return scalar(value, ()) + "\n"
    return "".join(f"{text}\n" for text, _ in lines(value))


def lines(value: Any, route: Route = (), indent: int = 0, write: Scalar | None = None) -> Iterator[Line]:
    """The lines of a list or an object that is not empty. `write` spells what is neither."""
    write = write or scalar
    margin = " " * indent
    if isinstance(value, list):
        for index, each in enumerate(value):
            at = (*route, index)
            first, *rest = lines(each, at, indent + 2, write) if _is_block(each) else ((write(each, at), at),)
            yield f"{margin}- {first[0].lstrip()}", first[1]
            yield from rest
        return
    for key, each in value.items():
        at = (*route, key)
        if _is_block(each):
            yield f"{margin}{text(key)}:", at
            yield from lines(each, at, indent if isinstance(each, list) else indent + 2, write)
        else:
            yield f"{margin}{text(key)}: {write(each, at)}", at


def scalar(value: Any, _route: Route) -> str:
    """A string, number, boolean, null, or what is empty."""
    return text(value) if isinstance(value, str) else json.dumps(value)


def text(value: str) -> str:
    """A string."""
    if _PLAIN.fullmatch(value) and value.lower() not in _NO_STRINGS:
        return value
    escaped = "".join(each if each.isprintable() else _escape(each) for each in value.translate(_ESCAPES))
    return f'"{escaped}"'


def _is_block(value: Any) -> bool:
    return isinstance(value, (dict, list)) and bool(value)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
