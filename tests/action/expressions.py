"""Expressions of GitHub Actions, as far as a composite action needs them: operators, literals, and contexts by dots.

https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Contexts = Mapping[str, Any]

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<word>[A-Za-z_][\w.-]*)|(?P<sign>&&|\|\||==|!=|!|\(|\)))")
_WORDS = {"true": True, "false": False, "null": None}


def interpolated(text: str, contexts: Contexts) -> str:
    """The text with the value of each `${{ … }}` in its place."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: spelled(value(found[1], contexts)), text)


def value(expression: str, contexts: Contexts) -> Any:
    """What an expression comes to; raises SyntaxError for what it does not know."""
    reader = _Reader(expression, contexts)
    result = reader.either()
    if reader.tokens:
        raise SyntaxError(f"{expression!r}: {reader.tokens[0]!r} is left over")
    return result


def spelled(result: Any) -> str:
    """A value as text: null is empty."""
    return "" if result is None else str(result).lower() if isinstance(result, bool) else str(result)


def _tokens(expression: str) -> list[str]:
    found, end = [], 0
    while expression[end:].strip():
        token = _TOKEN.match(expression, end)
        if token is None:
            raise SyntaxError(f"{expression!r} at {end}")
        found.append(token[0].strip())
        end = token.end()
    return found


class _Reader:
    """From loose to tight: `||`, `&&`, `==` and `!=`, `!`. `||` and `&&` give an operand, as in JavaScript."""

    def __init__(self, expression: str, contexts: Contexts) -> None:
        self.tokens = _tokens(expression)
        self._contexts = contexts

    def either(self) -> Any:
        left = self._both()
        while self._next_is("||"):
            right = self._both()
            left = left or right
        return left

    def _both(self) -> Any:
        left = self._compared()
        while self._next_is("&&"):
            right = self._compared()
            left = left and right
        return left

    def _compared(self) -> Any:
        left = self._single()
        if self._next_is("=="):
            return _same(left, self._single())
        if self._next_is("!="):
            return not _same(left, self._single())
        return left

    def _single(self) -> Any:
        if self._next_is("!"):
            return not self._single()
        if self._next_is("("):
            inner = self.either()
            if not self._next_is(")"):
                raise SyntaxError("a parenthesis is not closed")
            return inner
        return self._term(self.tokens.pop(0))

    def _term(self, token: str) -> Any:
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token in _WORDS:
            return _WORDS[token]
        result: Any = self._contexts
        for name in token.split("."):
            result = result.get(name) if isinstance(result, Mapping) else None
        return result

    def _next_is(self, sign: str) -> bool:
        if self.tokens[:1] != [sign]:
            return False
        del self.tokens[0]
        return True


def _same(one: Any, other: Any) -> bool:
    """Text is compared without regard to case; null is the empty text."""
    return spelled(one).lower() == spelled(other).lower()
