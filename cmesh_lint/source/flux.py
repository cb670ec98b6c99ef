"""A value with Flux's variables → the value with their defaults, and where a variable is that nobody here knows.

Flux replaces `${name}` after kustomize has built, in the text of an object, so that what comes of it is read again:
`"${port:=80}"` becomes the number 80. https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
"""

from __future__ import annotations

import re
from typing import Any

from ..places import Route
from ..syntax.errors import UnreadableError
from ..syntax.parts import parts
from ..tuples import NamedTuple

_FLUX = re.compile(r"\$(\$)?\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-=])([^{}]*))?\}")


class Unknown(NamedTuple):
    """A text with a variable that has no default."""

    route: Route
    name: str


class Resolved(NamedTuple):
    """A value with the defaults of its variables."""

    value: Any
    unknown: tuple[Unknown, ...]


def resolve(value: Any) -> Resolved:
    """The value as Flux applies it. What holds no variable is the same object; keys are left as they are."""
    unknown: list[Unknown] = []
    return Resolved(_resolve(value, (), unknown, {}), tuple(unknown))


def _resolve(value: Any, route: Route, unknown: list[Unknown], known: dict[int, Any]) -> Any:
    if isinstance(value, str):
        return _text(value, route, unknown) if "${" in value else value
    if not isinstance(value, (dict, list)):
        return value
    if id(value) not in known:  # what aliases repeat is one object
        if isinstance(value, dict):
            known[id(value)] = {key: _resolve(each, (*route, key), unknown, known) for key, each in value.items()}
        else:
            known[id(value)] = [_resolve(each, (*route, at), unknown, known) for at, each in enumerate(value)]
    return known[id(value)]


def _text(text: str, route: Route, unknown: list[Unknown]) -> Any:
    missing: list[str] = []

    def put(match: re.Match[str]) -> str:
        escaped, name, default = match[1], match[2], match[4]
        if escaped:
            return match[0][1:]
        if default is None:
            missing.append(name)
            return match[0]
        return str(default)

    resolved = _FLUX.sub(put, text)
    if missing:
        unknown.append(Unknown(route, missing[0]))
    return text if resolved == text else _read_again(resolved)


def _read_again(text: str) -> Any:
    if not text.strip() or "\n" in text:
        return text
    try:
        found = [part.value for part in parts(text, False)]
    except UnreadableError:
        return text
    scalar = len(found) == 1 and not isinstance(found[0], (dict, list))
    return found[0] if scalar else text
