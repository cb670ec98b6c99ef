"""Which part of a document a comment on a line of its own stands above."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Any

from ...syntax.trees import Extent, Tree

_Entry = tuple[int, int, Any]
"""Where an entry of a mapping or a list begins and ends, and its value. An alias ends before it begins."""


class Entries:
    """The entries of a document; those of a mapping or a list are put in order once for all comments."""

    def __init__(self, tree: Tree, text: str) -> None:
        self._tree = tree
        self._text = text
        self._found: dict[int, tuple[list[int], list[_Entry]]] = {}

    def at(self, start: int) -> Extent:
        """The entry that begins at `start`, the first thing on its line: a key with its value, or a list's item.

        At least the rest of the line; of several entries that begin there the outermost.
        """
        newline = self._text.find("\n", start)
        line_end = len(self._text) if newline < 0 else newline + 1
        found = self._first(start)
        # A list's item may begin a line below its dash.
        if found and (found[0] < line_end or self._text.startswith("-", start)):
            return start, max(found[1], line_end)
        return start, line_end

    def _first(self, start: int) -> Extent | None:
        """The outermost entry that begins at `start` or behind, of those within what `start` is in."""
        node = self._tree.root
        while node is not None:
            reached, entries = self._of(node)
            index = bisect_right(reached, start)
            if index == len(entries):
                return None
            low, high, item = entries[index]
            if low >= start:
                return low, high
            node = item
        return None

    def _of(self, node: Any) -> tuple[list[int], list[_Entry]]:
        """The entries, and how far each and those before it reach: the first that reaches beyond an offset is the one
        that begins behind it or holds it.
        """
        if id(node) not in self._found:
            entries = [
                (key[0] if key else self._tree.extent(item)[0], self._tree.extent(item)[1], item)
                for _, key, item in self._tree.items(node)
            ]
            self._found[id(node)] = list(accumulate((max(low + 1, high) for low, high, _ in entries), max)), entries
        return self._found[id(node)]
