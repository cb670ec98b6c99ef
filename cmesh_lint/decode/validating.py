"""What protoc-gen-validate forbids in a message, in the protos' words.

The agent runs these checks on what lies outside of every `Any` and refuses the CEC; Envoy runs them on the inside too
and rejects what it got.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..finding import Gate, Problem
from ..places import Route
from ..protobuf.walk import Message
from ..redaction import is_secret
from .wording import one_of, owner, show


def gate(message: Message) -> Gate:
    """Who finds a broken constraint of this message."""
    return "nacked" if message.within_any else "refused"


def missing_fields(message: Message, required: list[str]) -> Iterator[Problem]:
    """Required fields that are not set."""
    missing = [name for name in required if name not in message.fields]
    for name in missing:
        text = f"required field `{name}` of {owner(message)} is missing"
        yield Problem("missing-field", text, message.route, at="key", gate=gate(message))


def missing_oneof(message: Message, oneof: str, members: list[str]) -> Problem:
    """A oneof of which one member must be set, and none is."""
    text = f"{owner(message)} needs {one_of(tuple(members), most=12)} (oneof `{oneof}`)"
    return Problem("missing-oneof", text, message.route, at="key", gate=gate(message))


def broken(message: Message, name: str, keyword: str, limit: Any, path: Route) -> Problem:
    """A value of the field `name` that breaks `keyword`; `path` leads from the field to the value."""
    rule, say = _WORDS[keyword]
    key = message.keys[name]
    route = (*message.route_of(name), *path)
    value = message.get(name)
    for step in path:
        value = value[step]
    inside = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    if keyword in _ON_KEYS and path and isinstance(path[-1], str):
        return Problem(rule, f"a key of `{key}` in {owner(message)} {say(limit)}", route, at="key", gate=gate(message))
    found = "" if keyword in _SIZES or keyword == "not" or is_secret(route) else f", found {show(value)}"
    if keyword in _SIZES and value in ("", [], {}):
        text = f"`{key}{inside}` in {owner(message)} must not be empty"
    else:
        text = f"`{key}{inside}` in {owner(message)} {say(limit)}{found}"
    return Problem(rule, text, route, gate=gate(message))


def _seconds(words: str) -> Callable[[Any], str]:
    return lambda limit: f"must be {words} {limit}"


def _times(limit: int, what: str) -> str:
    return f"{limit} {what}{'' if limit == 1 else 's'}"


def _least(what: str) -> Callable[[Any], str]:
    return lambda limit: f"must have at least {_times(limit, what)}"


def _most(what: str) -> Callable[[Any], str]:
    return lambda limit: f"must have at most {_times(limit, what)}"


def _pattern(pattern: str) -> str:
    return _PATTERNS.get(pattern, f"must match `{pattern}`")


_TEXT = "must not contain line ends or NUL"
_PATTERNS = {
    "^[^\\u0000\\u000A\\u000D]*$": _TEXT,
    "^[^\\u0000-\\u0008\\u000A-\\u001F\\u007F]*$": "must not contain control characters",
    "^:?[0-9a-zA-Z!#$%&'*+\\-.^_|~`]+$": "must be a valid header name: letters, digits and !#$%&'*+-.^_|~`",
    "^[^?#]+[^?#/]$": "must not contain `?` or `#`, and must not end with `/`",
    "^%": "must begin with `%`",
    "%$": "must end with `%`",
}

_WORDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "minimum": ("value-out-of-range", lambda limit: f"must be at least {limit}"),
    "maximum": ("value-out-of-range", lambda limit: f"must be at most {limit}"),
    "exclusiveMinimum": ("value-out-of-range", lambda limit: f"must be greater than {limit}"),
    "exclusiveMaximum": ("value-out-of-range", lambda limit: f"must be less than {limit}"),
    "durationGt": ("value-out-of-range", _seconds("longer than")),
    "durationGte": ("value-out-of-range", _seconds("at least")),
    "durationLt": ("value-out-of-range", _seconds("shorter than")),
    "durationLte": ("value-out-of-range", _seconds("at most")),
    "minLength": ("wrong-length", _least("character")),
    "maxLength": ("wrong-length", _most("character")),
    "minBytes": ("wrong-length", _least("byte")),
    "maxBytes": ("wrong-length", _most("byte")),
    "minDecoded": ("wrong-length", _least("byte")),
    "maxDecoded": ("wrong-length", _most("byte")),
    "minItems": ("wrong-length", _least("element")),
    "maxItems": ("wrong-length", _most("element")),
    "minProperties": ("wrong-length", _least("entry")),
    "maxProperties": ("wrong-length", _most("entry")),
    "uniqueItems": ("repeated-element", lambda _: "must not contain duplicates"),
    "pattern": ("wrong-pattern", _pattern),
    "enum": ("value-not-allowed", lambda values: f"must be {one_of(tuple(v or '(empty)' for v in values))}"),
    "const": ("value-not-allowed", lambda value: f"must be {show(value)}"),
    "type": ("value-not-allowed", lambda _: "must be a defined value of its enum"),
    "not": ("value-not-allowed", lambda schema: f"must not be {one_of(tuple(schema['enum']))}"),
}
_SIZES = frozenset(keyword for keyword, (rule, _) in _WORDS.items() if rule in {"wrong-length", "repeated-element"})
_ON_KEYS = frozenset({"minLength", "maxLength", "pattern"})
