"""Trees that know where in a text each part of a value stands: routes become stretches of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from ..finding import At
from ..places import Route
from ..tuples import NamedTuple

Extent = tuple[int, int]
"""Offsets of the first character and of the one after the last."""


class Tree(Protocol):
    """What YAML and JSON have in common. Nodes are the tree's own business."""

    root: Any

    def extent(self, node: Any) -> Extent: ...

    def is_scalar(self, node: Any) -> bool: ...

    def items(self, node: Any) -> list[tuple[str | int, Extent | None, Any]]: ...

    def item(self, node: Any, step: str | int) -> tuple[Extent | None, Any] | None: ...


def stretch(tree: Tree, text: str, route: Route, at: At) -> Extent:
    """What to underline in `text` for the value at `route`, or for the key that leads there.

    Of a mapping or list its first line; a list's item has no key and stands for itself. Where the
    route ends too early, the key of the last thing there is.
    """
    node, key = tree.root, None
    if node is None:
        return _something(0, 0)
    for step in route:
        found = tree.item(node, step)
        if found is None:
            return key or _shown(tree, text, node)
        key, node = found
    shown = _shown(tree, text, node)
    wanted = key if at == "key" or shown[0] == shown[1] else None
    return wanted or _something(*shown)


def extent_of(tree: Tree, route: Route) -> Extent:
    """All of the value at `route`, or of the last thing on the way there is."""
    node = tree.root
    for step in route:
        found = tree.item(node, step)
        if found is None:
            break
        _, node = found
    return (0, 0) if node is None else tree.extent(node)


def _shown(tree: Tree, text: str, node: Any) -> Extent:
    start, end = tree.extent(node)
    if not tree.is_scalar(node):
        line_end = text.find("\n", start, end)
        end = end if line_end < 0 else line_end
    # Block scalars and block collections end where the next thing begins.
    return start, start + len(text[start:end].rstrip(" \t\r\n"))


def _something(start: int, end: int) -> Extent:
    """An item that is not written at all is shown by the character before: the dash of a list."""
    return (start, end) if start < end else (max(start - 1, 0), max(start, 1))


class Duplicate(NamedTuple):
    """A key that is there twice in one mapping."""

    route: Route
    first: Extent
    again: Extent


def duplicates(tree: Tree) -> Iterator[Duplicate]:
    """Every key that is in a mapping a second time, or a third, after kubectl made it a string."""
    pending: list[tuple[Route, Any]] = [((), tree.root)]
    seen: set[int] = set()
    while pending:
        route, node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        first: dict[str | int, Extent] = {}
        for step, key, item in tree.items(node):
            below = (*route, step)
            if key is not None and first.setdefault(step, key) is not key:
                yield Duplicate(below, first[step], key)
            pending.append((below, item))
