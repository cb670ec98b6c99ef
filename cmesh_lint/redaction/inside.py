"""What is secret of a document, by where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..places import Route
from ..syntax.trees import Extent, Tree
from ..tuples import NamedTuple
from . import names


def is_secret(route: Route) -> bool:
    """Whether what is at the end of the route is secret, whole or in part, by the keys alone."""
    secret = False
    for step in route:
        secret = names.is_within(step, secret) if isinstance(step, str) else secret
    return secret or (bool(route) and isinstance(route[-1], str) and names.is_sensitive(route[-1]))


class _Mapping(NamedTuple):
    """What the members of a mapping say of each other."""

    secret: bool
    """Whether it is secret itself."""
    named: bool
    """Whether one of them names a secret that another one holds."""
    of_kubernetes: bool
    """Whether it is a Secret."""

    def holds(self, step: str | int, scalar: bool) -> bool:
        """Whether what a step leads to is secret."""
        if not isinstance(step, str):
            return self.secret
        if names.is_within(step, self.secret) or (scalar and names.is_sensitive(step)):
            return True
        spelled = names.plain(step)
        return (self.named and spelled in names.HOLDING) or (self.of_kubernetes and spelled in names.DATA)


def _mapping(secret: bool, texts: Iterable[tuple[str | int, str]]) -> _Mapping:
    """The scalars of a mapping by their keys → what they say."""
    named = of_kubernetes = False
    for step, text in texts:
        if isinstance(step, str):
            named = named or (names.plain(step) in names.NAMING and names.is_sensitive(text))
            of_kubernetes = of_kubernetes or (step == "kind" and text == "Secret")
    return _Mapping(secret, named, of_kubernetes)


_PLAIN = frozenset({"true", "false", "null", "~", ""})
"""Scalars that are no secret anywhere."""


def extents(tree: Tree, text: str) -> list[Extent]:
    """The secret scalars of a document with that text, in the order of it; none overlaps the next."""
    found: set[Extent] = set()
    pending: list[tuple[Any, bool]] = [] if tree.root is None else [(tree.root, False)]
    seen: set[tuple[int, bool]] = set()

    def written(node: Any) -> str:
        start, end = tree.extent(node)
        return text[start : min(end, start + 256)].strip().strip("\"'")

    while pending:
        node, secret = pending.pop()
        if (id(node), secret) in seen:
            continue
        seen.add((id(node), secret))
        if tree.is_scalar(node):
            if secret and written(node) not in _PLAIN:
                found.add(tree.extent(node))
            continue
        items = tree.items(node)
        scalars = ((step, written(item)) for step, _, item in items if tree.is_scalar(item))
        around = _mapping(secret, scalars if items and isinstance(items[0][0], str) else ())
        for step, _, item in items:
            pending.append((item, around.holds(step, not _has_keys(tree, item))))
    return sorted(found)


def _has_keys(tree: Tree, node: Any) -> bool:
    first = [] if tree.is_scalar(node) else tree.items(node)[:1]
    return bool(first) and isinstance(first[0][0], str)


def secrets(value: Any) -> Iterator[tuple[Route, Any]]:
    """The secret scalars of a value of JSON, each with its route."""
    pending: list[tuple[Route, Any, bool]] = [((), value, False)]
    while pending:
        route, here, secret = pending.pop()
        if isinstance(here, dict):
            around = _mapping(secret, ((key, each) for key, each in here.items() if isinstance(each, str)))
            for key, each in here.items():
                pending.append(((*route, key), each, around.holds(key, not isinstance(each, dict))))
        elif isinstance(here, list):
            pending.extend(((*route, index), each, secret) for index, each in enumerate(here))
        elif secret and here is not None and not isinstance(here, bool) and here != "":
            yield route, here
