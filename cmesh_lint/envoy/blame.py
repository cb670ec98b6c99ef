"""Envoy's error about a resource → the place in the manifest that it means, as far as the message shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..agent.names import Owner
from ..places import Route
from ..protobuf.schemas import Schemas
from ..protobuf.walk import TYPE, Message, walk
from ..source.resources import Resource

_CONSTRAINT = re.compile(r"\b(\w+)ValidationError\.(\w+)")
_QUOTED = re.compile(r"(?<!\w)'([^']+)'|\"([^\"]+)\"")
_UNSET = re.compile(r"is required|at least 1 |must be greater than 0")


def blame(words: str, resource: Resource, owner: Owner, schemas: Schemas) -> Route:
    """The route of the field that a constraint is about, or of a value that is quoted; else of the resource."""
    for find in (_constrained(words, resource, schemas), _quoted(words, resource, owner)):
        for route in find:
            return route
    return resource.route


def _constrained(words: str, resource: Resource, schemas: Schemas) -> Iterator[Route]:
    """Routes of the field in the innermost constraint of protoc-gen-validate: `MessageValidationError.Field`.

    Of several messages of that type those come first that lack the field, where Envoy misses something.
    """
    constraints = _CONSTRAINT.findall(words)
    if not constraints:
        return
    type_, field = constraints[-1]
    found = [
        (message, name)
        for message in walk(resource.route, resource.value, schemas)
        if message.schema is not None and _is_named(message, type_)
        for name in message.schema.by_name
        if _plain(name) == _plain(field)
    ]
    missed = _UNSET.search(words) is not None
    for message, name in sorted(found, key=lambda each: (each[1] in each[0].keys) is missed):
        yield message.route_of(name) if name in message.keys else message.route


def _is_named(message: Message, type_: str) -> bool:
    """Whether a message is of that type, named without its package: `Route`, `RouteAction_HashPolicy`."""
    parts = message.type.split(".")
    first = next((index for index, part in enumerate(parts) if part[:1].isupper()), len(parts) - 1)
    return type_ in ("_".join(parts[first:]), parts[-1])


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _quoted(words: str, resource: Resource, owner: Owner) -> Iterator[Route]:
    """Routes of values that are quoted, as written or as the agent qualifies them; the resource's own name is none."""
    for match in _QUOTED.finditer(words):
        text = match[1] or match[2]
        for route, value in _texts(resource.route, resource.value):
            if route[len(resource.route) :] != ("name",) and text in _spellings(route, value, owner):
                yield route


def _spellings(route: Route, value: str, owner: Owner) -> tuple[str, ...]:
    """How Envoy may quote a text: as written, qualified, and of a type only its name."""
    return (value, value.rpartition("/")[2]) if route[-1] == TYPE else (value, owner.qualified(value))


def _texts(route: Route, value: Any) -> Iterator[tuple[Route, str]]:
    """Every text in a value, and its route."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts((*route, key), each)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts((*route, index), each)
