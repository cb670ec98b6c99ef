"""Which part of a document a comment on a line of its own stands above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..reading.trees import Extent, Tree


def entry(tree: Tree, text: str, start: int) -> Extent:
    """The entry that begins at `start`, the first thing on its line: a key with its value, or a list's item.

    At least the rest of the line; of several entries that begin there the outermost.
    """
    newline = text.find("\n", start)
    line_end = len(text) if newline < 0 else newline + 1
    found = _first(tree, start)
    # A list's item may begin a line below its dash.
    if found and (found[0] < line_end or text.startswith("-", start)):
        return start, max(found[1], line_end)
    return start, line_end


def _first(tree: Tree, start: int) -> Extent | None:
    """The outermost entry that begins at `start` or behind, of those within what `start` stands in."""
    node = tree.root
    while node is not None:
        around = None
        for low, high, item in _entries(tree, node):
            if low >= start:
                return low, high
            if start < high:
                around = item
                break
        node = around
    return None


def _entries(tree: Tree, node: Any) -> Iterator[tuple[int, int, Any]]:
    """Where each entry of a mapping or a list begins and ends, and its value. An alias ends before it begins."""
    for _, key, item in tree.items(node):
        low, high = tree.extent(item)
        yield (key[0] if key else low), high, item
