"""The limits kubectl sets to aliases: none within its own anchor, and not too many for the text."""

from __future__ import annotations

from yaml.nodes import MappingNode, Node, ScalarNode

from .errors import MAX_DEPTH, UnreadableError, too_deep

# go.yaml.in/yaml/v2 counts the nodes it decodes. Beyond 1,000 nodes and 100 of them through aliases, the
# share of the latter is limited: 99 % up to 400,000 nodes, 10 % from 4,000,000, evenly in between.
_FREE_NODES, _FREE_ALIASED = 1000, 100
_LOW, _HIGH = 400_000, 4_000_000
_LOW_SHARE, _HIGH_SHARE = 0.99, 0.10


def check_aliases(root: Node) -> None:
    """UnreadableError where kubectl refuses the aliases below `root`, or they nest too deep. Time: linear."""
    _Census().take(root)


class _Census:
    """Counts what decoding would visit without doing so: the weight of an anchor's node is kept."""

    def __init__(self) -> None:
        self._visited = 1  # the document itself
        self._aliased = 0
        self._weights: dict[int, tuple[int, int]] = {}
        self._open: set[int] = set()

    def take(self, node: Node) -> tuple[int, int]:
        """The nodes below and with `node`, aliases expanded, and its levels."""
        identity = id(node)
        if identity in self._open:
            raise UnreadableError("yaml-alias-loop", "an alias inside its own anchor", node.start_mark.index)
        if identity in self._weights:
            return self._again(node)
        self._visited += 1
        if type(node) is ScalarNode:
            weight = 1, 1
        else:
            self._open.add(identity)
            weight = self._collection(node)
            self._open.remove(identity)
        self._weights[identity] = weight
        return weight

    def _collection(self, node: Node) -> tuple[int, int]:
        items = [part for pair in node.value for part in pair] if type(node) is MappingNode else node.value
        count, levels = 1, 0
        for item in items:
            below, deep = self.take(item)
            count += below
            levels = max(levels, deep)
        if levels >= MAX_DEPTH:
            raise too_deep(node.start_mark.index)
        return count, levels + 1

    def _again(self, node: Node) -> tuple[int, int]:
        count, levels = self._weights[id(node)]
        self._visited += count + 1
        self._aliased += count
        free = self._visited <= _FREE_NODES or self._aliased <= _FREE_ALIASED
        if not free and self._aliased / self._visited > _allowed_share(self._visited):
            message = "aliases repeat so much of the document that kubectl refuses to expand them"
            raise UnreadableError("yaml-alias-bomb", message, node.start_mark.index)
        return count + 1, levels


def _allowed_share(visited: int) -> float:
    way = (visited - _LOW) / (_HIGH - _LOW)
    return _LOW_SHARE - (_LOW_SHARE - _HIGH_SHARE) * min(max(way, 0.0), 1.0)
