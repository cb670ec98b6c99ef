"""A tree in which texts that hold YAML are opened: routes lead on into them, to true lines and columns of the file.

Only literal block scalars (`|`) are written as they are read. In any other text a place is that of its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..places import Route
from .errors import UnreadableError
from .parts import parts
from .trees import Extent, Tree

Lines = tuple[tuple[int, int], ...]
"""The documents of a text: the first line of each and the one after its last."""
_BREAK = re.compile("\n")
_HEADER = re.compile(r"(?:[&!]\S*[ \t]+)*\|[-+0-9]*[ \t]*(?:#[^\n]*)?\r?\n")


class _Inner:
    """A node of a tree within the tree. Compared by identity, as the nodes of all trees."""

    def __init__(self, tree: Tree, node: Any, offset: int) -> None:
        self.tree = tree
        self.node = node
        self.offset = offset


class _Documents:
    """A text of several documents."""

    def __init__(self, extent: Extent, documents: list[_Inner | None]) -> None:
        self.extent = extent
        self.documents = documents


class Grafted:
    """A tree with some of its scalars opened."""

    def __init__(self, tree: Tree, text: str, opened: Mapping[Route, Lines]) -> None:
        self._tree = tree
        self._text = text
        self._inner: dict[int, _Inner] = {}
        self._opened: dict[int, tuple[Any, _Inner | _Documents]] = {}
        """What an opened scalar leads to, by the identity of the scalar, which is kept beside it."""
        self.root = tree.root
        for route in sorted(opened, key=len):
            self._open(route, opened[route])

    def extent(self, node: Any) -> Extent:
        if isinstance(node, _Documents):
            return node.extent
        if isinstance(node, _Inner):
            start, end = node.tree.extent(node.node)
            return start + node.offset, end + node.offset
        return self._tree.extent(node)

    def is_scalar(self, node: Any) -> bool:
        if isinstance(node, _Documents):
            return False
        return node.tree.is_scalar(node.node) if isinstance(node, _Inner) else self._tree.is_scalar(node)

    def items(self, node: Any) -> list[tuple[str | int, Extent | None, Any]]:
        if isinstance(node, _Documents):
            return [(index, None, each) for index, each in enumerate(node.documents) if each is not None]
        if isinstance(node, _Inner):
            found = node.tree.items(node.node)
            return [(step, *self._moved(node, key, item)) for step, key, item in found]
        return [(step, key, self._shown(item)) for step, key, item in self._tree.items(node)]

    def item(self, node: Any, step: str | int) -> tuple[Extent | None, Any] | None:
        if isinstance(node, _Documents):
            inside = isinstance(step, int) and 0 <= step < len(node.documents)
            found = node.documents[step] if inside else None  # type: ignore[index]
            return None if found is None else (None, found)
        if isinstance(node, _Inner):
            below = node.tree.item(node.node, step)
            return None if below is None else self._moved(node, *below)
        here = self._tree.item(node, step)
        return None if here is None else (here[0], self._shown(here[1]))

    def _moved(self, node: _Inner, key: Extent | None, item: Any) -> tuple[Extent | None, Any]:
        moved = None if key is None else (key[0] + node.offset, key[1] + node.offset)
        inner = self._inner.get(id(item))
        if inner is None:
            inner = self._inner[id(item)] = _Inner(node.tree, item, node.offset)
        return moved, self._shown(inner)

    def _shown(self, node: Any) -> Any:
        opened = self._opened.get(id(node))
        return node if opened is None else opened[1]

    def _open(self, route: Route, lines: Lines) -> None:
        node = self.root
        for step in route:
            found = None if node is None else self.item(node, step)
            if found is None:
                return
            node = found[1]
        if node is None or not self.is_scalar(node):
            return
        start, end = self.extent(node)
        header = _HEADER.match(self._text, start, end)
        if header is None:
            return
        documents = [self._document(*each) for each in self._stretches(header.end(), end, lines)]
        if len(lines) > 1:
            self._opened[id(node)] = node, _Documents((start, end), documents)
        elif documents[0] is not None:
            self._opened[id(node)] = node, documents[0]

    def _stretches(self, start: int, end: int, lines: Lines) -> Iterator[Extent]:
        starts = [start, *(match.end() for match in _BREAK.finditer(self._text, start, end)), end]
        for first, after in lines:
            yield starts[min(first, len(starts) - 1)], starts[min(after, len(starts) - 1)]

    def _document(self, low: int, high: int) -> _Inner | None:
        try:
            for part in parts(self._text[low:high], False):
                tree = part.parse(self._text[low + part.start : low + part.end])
                return None if tree.root is None else _Inner(tree, tree.root, low + part.start)
        except UnreadableError:
            pass
        return None
