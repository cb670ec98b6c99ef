"""YAML text → tree of nodes → the value kubectl reads; and where in the text each part stands."""

from __future__ import annotations

import math
from typing import Any

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from . import yaml_scalars
from .errors import MAX_DEPTH, UnreadableError, too_deep
from .trees import Extent
from .yaml_aliases import check_aliases

LIBYAML: type | None = getattr(yaml, "CBaseLoader", None)
"""PyYAML over libyaml; None where PyYAML was built without it."""


def loader() -> type:
    """The parser in use: PyYAML's own in Python gives the same, some 15 times slower."""
    if LIBYAML is not None:
        return LIBYAML
    from .yaml_pure import PureLoader

    return PureLoader


class _AsWritten:
    """Nodes whose `tag` is the tag as written, or (is plain, is quoted) where there is none."""

    depth = 0

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        # The C composer calls itself for every level; far beyond this one it would overflow the stack.
        self.depth += 1
        if self.depth > MAX_DEPTH and parent is not None:
            raise too_deep(parent.start_mark.index)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: type, value: str | None, implicit: object) -> object:
        return implicit


def parser(loader: type) -> Any:
    """A class of `loader`, one of PyYAML's, whose `get_single_node()` gives nodes as they are written."""
    return type("Parser", (_AsWritten, loader), {})


_Parser = parser(loader())


def compose(text: str, parser: Any = _Parser) -> Node | None:
    """The tree of a text that holds one document at most; UnreadableError where it is no YAML."""
    try:
        root: Node | None = parser(text).get_single_node()
        return root
    except MarkedYAMLError as error:
        raise _syntax(text, error) from None
    except ReaderError as error:
        start = error.position
        if LIBYAML is not None and issubclass(parser, LIBYAML):
            # libyaml counts bytes.
            start = len(text.encode()[:start].decode("utf-8", "ignore"))
        raise UnreadableError("yaml-syntax", f"control character {text[start]!r}", start) from None
    except YAMLError as error:
        raise UnreadableError("yaml-syntax", str(error), 0) from None


def value(root: Node | None, text: str) -> tuple[Any, bool]:
    """What the tree of `text` means, and whether a mapping may have a key twice.

    UnreadableError where kubectl cannot turn it into JSON.
    """
    if root is None:
        return None, False
    shared = "*" in text and "&" in text
    if shared:
        check_aliases(root)
    values = _Values(shared)
    return values.of(root), values.repeated


class _Values:
    """From nodes to values. An alias gives the very object its anchor gave."""

    def __init__(self, shared: bool) -> None:
        self.repeated = False
        self._known: dict[int, Any] | None = {} if shared else None

    def of(self, node: Node) -> Any:
        if type(node) is ScalarNode:
            return _scalar(node)
        known = self._known
        if known is None:
            return self._collection(node)
        if id(node) not in known:
            known[id(node)] = self._collection(node)
        return known[id(node)]

    def _collection(self, node: Node) -> Any:
        if type(node) is SequenceNode:
            return [self.of(item) for item in node.value]
        members: dict[str, Any] = {}
        for key, item in node.value:
            if _is_merge(key):
                for merged in _merged(key, item):
                    members.update(self.of(merged))
            else:
                members[_key(key)] = self.of(item)
        self.repeated = self.repeated or len(members) < len(node.value)
        return members


def _scalar(node: ScalarNode) -> yaml_scalars.Scalar:
    content = _meaning(node)
    if type(content) is int:
        # kubectl keeps integers of 64 bits with a sign; what is larger reaches the API server as a float.
        return content if content in yaml_scalars.INT64 else float(content)
    if type(content) is not float:
        return content
    if not math.isfinite(content):
        raise _unsupported(node, f"`{node.value}` is not a number in JSON")
    return yaml_scalars.number(content)


def _meaning(node: ScalarNode) -> yaml_scalars.Scalar:
    tag: str | tuple[bool, bool] = node.tag
    try:
        if isinstance(tag, str):
            return yaml_scalars.resolve_tag(tag, node.value)
        return yaml_scalars.plain(node.value) if tag[0] else str(node.value)
    except yaml_scalars.TagError as error:
        raise _unsupported(node, str(error)) from None


def _key(node: Node) -> str:
    if type(node) is not ScalarNode:
        raise _unsupported(node, "a key must be a scalar, not a mapping or a list")
    meaning = _meaning(node)
    if type(meaning) is str:
        return meaning
    key = yaml_scalars.key(meaning)
    if key is None:
        raise _unsupported(node, f"`{node.value}` cannot be a key in JSON")
    return key


_MERGE_TAGS = (True, False), yaml_scalars.MERGE_TAG


def _is_merge(node: Node) -> bool:
    return node.value == yaml_scalars.MERGE and node.tag in _MERGE_TAGS


def _merged(key: Node, item: Node) -> list[Node]:
    """The mappings to merge, the last one winning."""
    if type(item) is MappingNode:
        return [item]
    # An alias to a list does not count as one; its anchor is before the key.
    is_list = type(item) is SequenceNode and item.start_mark.index > key.start_mark.index
    if not is_list or any(type(each) is not MappingNode for each in item.value):
        raise _unsupported(key, "`<<` takes a mapping or a list of mappings")
    return list(reversed(item.value))


def _unsupported(node: Node, message: str) -> UnreadableError:
    start, end = _extent(node)
    return UnreadableError("yaml-unsupported", message, start, max(end, start + 1))


def _extent(node: Node) -> Extent:
    return node.start_mark.index, node.end_mark.index


class YamlTree:
    """Where the parts of a document stand."""

    def __init__(self, text: str) -> None:
        self.root = compose(text)
        self._found: dict[int, dict[str | int, tuple[Extent | None, Node]]] = {}

    def extent(self, node: Node) -> Extent:
        return _extent(node)

    def is_scalar(self, node: Node) -> bool:
        return type(node) is ScalarNode

    def items(self, node: Node) -> list[tuple[str | int, Extent | None, Node]]:
        """Step, extent of the key and node of each item as written; what is merged is not among them."""
        if type(node) is SequenceNode:
            return [(index, None, item) for index, item in enumerate(node.value)]
        if type(node) is MappingNode:
            return [(_key(key), _extent(key), item) for key, item in node.value if not _is_merge(key)]
        return []

    def item(self, node: Node, step: str | int) -> tuple[Extent | None, Node] | None:
        """What `step` leads to: of several with one key the last, merged or not."""
        if type(node) is SequenceNode and type(step) is int and 0 <= step < len(node.value):
            return None, node.value[step]
        return self._members(node).get(step) if type(node) is MappingNode else None

    def _members(self, node: Node) -> dict[str | int, tuple[Extent | None, Node]]:
        """The key and node of each item of a mapping, found once: a large one has many findings."""
        found = self._found.get(id(node))
        if found is None:
            found = self._found[id(node)] = {}
            for key, item in node.value:
                if _is_merge(key):
                    for merged in _merged(key, item):
                        found.update(self._members(merged))
                else:
                    found[_key(key)] = _extent(key), item
        return found


_SENTENCES = {
    "mapping values are not allowed in this context": "`:` is not allowed here; "
    "quote the value or check the indentation",
    "did not find expected key": "expected a key; check the indentation",
    "did not find expected '-' indicator": "expected `-`; check the indentation",
    "could not find expected ':'": "expected `:` after a key",
    "found unexpected end of stream": "a quote is not closed",
    "block sequence entries are not allowed in this context": "`-` is not allowed here; check the indentation",
    "did not find expected node content": "expected a value",
    "found a tab character that violates indentation": "a tab in the indentation; YAML allows spaces only",
    "found undefined alias": "an alias without an anchor",
    "found unknown escape character": "unknown escape sequence",
}
_TOO_DEEP = "exceeded maximum nesting depth"
"""libyaml 0.2.6 and newer stops at 1,000 levels, where its scanner is ahead of the nodes."""
_ONLY_OURS = {
    "found unexpected ':'": "`:` before `}` or `]`: kubectl accepts it, but the parser used here does not",
    "found duplicate anchor": "duplicate anchor: kubectl accepts it, but the parser used here does not",
}
"""Where libyaml is stricter than the parser of kubectl."""


def _syntax(text: str, error: MarkedYAMLError) -> UnreadableError:
    problem = error.problem or error.context or ""
    mark = error.problem_mark or error.context_mark
    if problem == "found unexpected end of stream" and error.context_mark is not None:
        mark = error.context_mark
    start = 0 if mark is None else min(mark.index, len(text))
    if problem == _TOO_DEEP:
        return too_deep(start)
    ours = _ONLY_OURS.get(problem) or _ONLY_OURS.get((error.context or "").partition(";")[0])
    if ours:
        return UnreadableError(None, ours, start)
    return UnreadableError("yaml-syntax", _SENTENCES.get(problem) or _first_of_token(problem, text, start), start)


def _first_of_token(problem: str, text: str, start: int) -> str:
    if problem != "found character that cannot start any token" or start >= len(text):
        return problem
    if text[start] == "\t":
        return "a tab in the indentation; YAML allows spaces only"
    return f"`{text[start]}` cannot begin a value without quotes"
