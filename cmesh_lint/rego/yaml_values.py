"""The YAML of cards and of data: read within bounds, to what JSON can say."""

from __future__ import annotations

from typing import Any, cast

from yaml.nodes import CollectionNode, Node

from ..syntax.errors import UnreadableError
from ..syntax.yaml_nodes import YamlTree, value

_LETTERS = ("y", "Y", "n", "N")
"""Words of YAML 1.1 for true and false that neither OPA nor most parsers take for such."""
_PLAIN: object = (True, False)
_QUOTED: Any = (False, True)
"""The tags that our parser leaves."""


class YamlError(ValueError):
    """A text that has no value: why, and in which line, from 1."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(f"line {line}: {what}")
        self.what = what
        self.line = line


def yaml_value(text: str) -> Any:
    """What a text says; None for an empty one. Raises YamlError. Time grows with the text and not with its aliases."""
    try:
        root = YamlTree(text).root
        if root is not None:
            _quote_letters(root)
        return value(root, text)[0]
    except UnreadableError as error:
        raise YamlError(error.message, text.count("\n", 0, error.start) + 1) from error


def _quote_letters(root: Node) -> None:
    pending, seen = [root], {id(root)}
    while pending:
        node = pending.pop()
        if isinstance(node, CollectionNode):
            pairs = [each if isinstance(each, tuple) else (each,) for each in node.value]
            below = [each for pair in pairs for each in pair if id(each) not in seen]
            seen.update(map(id, below))
            pending += below
        elif node.value in _LETTERS and cast("object", node.tag) == _PLAIN:
            node.tag = _QUOTED
