"""Which part of a document a comment on a line of its own stands above."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice, pairwise
from typing import Any, NamedTuple

from ..reading.trees import Extent, Tree


class Entries:
    """The entries of one document. What a list or mapping holds is found once: many comments can be in it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[int, _Within] = {}

    def at(self, text: str, start: int) -> Extent:
        """The entry that begins at `start`, the first thing on its line: a key with its value, or a list's item.

        At least the rest of the line; of several entries that begin there the outermost.
        """
        newline = text.find("\n", start)
        line_end = len(text) if newline < 0 else newline + 1
        found = self._first(start)
        # A list's item may begin a line below its dash.
        if found and (found[0] < line_end or text.startswith("-", start)):
            return start, max(found[1], line_end)
        return start, line_end

    def _first(self, start: int) -> Extent | None:
        """The outermost entry that begins at `start` or behind, of those within what `start` is in."""
        node = self._tree.root
        while node is not None:
            within = self._known.get(id(node))
            if within is None:
                within = self._known[id(node)] = _within(self._tree, node)
            around = None
            for low, high, item in within.near(start):
                if low >= start:
                    return low, high
                if start < high:
                    around = item
                    break
            node = around
        return None


class _Within(NamedTuple):
    """Where each entry of a mapping or a list begins and ends, and its value. An alias ends before it begins."""

    entries: list[tuple[int, int, Any]]
    starts: list[int]
    """Where they begin; empty where they are not in order, as an alias in a list."""

    def near(self, start: int) -> Iterable[tuple[int, int, Any]]:
        """The entries from the last one that begins before `start` on; all of them where they are not in order."""
        first = bisect_left(self.starts, start)
        return islice(self.entries, max(first - 1, 0), None)


def _within(tree: Tree, node: Any) -> _Within:
    items = ((key, tree.extent(item), item) for _, key, item in tree.items(node))
    entries = [(key[0] if key else extent[0], extent[1], item) for key, extent, item in items]
    starts = [low for low, _, _ in entries]
    return _Within(entries, starts if all(one <= two for one, two in pairwise(starts)) else [])
