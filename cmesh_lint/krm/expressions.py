"""Regular expressions in policies, checked as Envoy will check them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..places import Route
from .fields import RE2, Schema


def wrong(value: Any, schema: Schema, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """The places in a value where its schema has a regular expression that Envoy does not take, and why.

    Says nothing of values that are not as the schema has them.
    """
    if isinstance(value, str):
        if schema.get("format") == RE2 and (message := complaint(value)):
            yield route, message
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from wrong(each, schema.get("items", {}), (*route, index))
    elif isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties") or {}
        for key, each in value.items():
            yield from wrong(each, known.get(key, others), (*route, key))


def complaint(expression: str) -> str:
    """What RE2 or Envoy has against an expression; empty for nothing."""
    from .. import regexes

    found = regexes.compile_re2(expression)
    if found.error:
        return regexes.unreadable(found.error)
    return regexes.too_large(found) if found.size > regexes.LIMIT else ""
