"""JSON text → the value kubectl reads; and where in the text each part stands."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple

from .errors import MAX_DEPTH, UnreadableError, too_deep
from .trees import Extent
from .yaml_scalars import INT64, number

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class NotJsonError(ValueError):
    """The text is no JSON at `position`, an offset; it may still be YAML."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def first_value(text: str, start: int) -> tuple[Any, int, bool]:
    """The JSON value at `start`, the offset behind it, and whether an object has a key twice.

    NotJsonError or UnreadableError where there is none.
    """
    repeated: list[bool] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.append(True)
        return found

    decoder = json.JSONDecoder(
        object_pairs_hook=members, parse_int=_integer, parse_float=_float, parse_constant=_constant
    )
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise NotJsonError(error.msg.lower(), error.pos) from None
    except RecursionError:
        raise too_deep(start) from None
    except _TooBigError as error:
        raise UnreadableError("yaml-unsupported", str(error), text.find(error.digits, start)) from None
    if text.count("{", start, end) + text.count("[", start, end) > MAX_DEPTH:
        _check_depth(value, start)
    if _ESCAPED_SURROGATE.search(text, start, end):
        value = _without_surrogates(value)
    return value, end, bool(repeated)


class _TooBigError(Exception):
    def __init__(self, digits: str) -> None:
        super().__init__(f"the number `{digits[:40]}` does not fit 64 bits")
        self.digits = digits


def _integer(digits: str) -> int | float:
    whole = int(digits) if len(digits) <= len(str(INT64.start)) else None
    # `in` walks through a range, unless it is asked about an integer.
    return whole if whole is not None and whole in INT64 else _float(digits)


def _float(digits: str) -> int | float:
    value = float(digits)
    if math.isinf(value):
        raise _TooBigError(digits)
    return number(value)


def _constant(name: str) -> float:
    # Python's decoder takes NaN and Infinity, which JSON does not have.
    raise json.JSONDecodeError(f"`{name}` is not valid JSON", "", 0)


def _check_depth(value: Any, start: int) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise too_deep(start)
        level = [
            item
            for each in level
            if isinstance(each, (dict, list))
            for item in (each.values() if isinstance(each, dict) else each)
        ]


def _without_surrogates(value: Any) -> Any:
    """Half a surrogate pair becomes U+FFFD, as in Go."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


class JsonNode(NamedTuple):
    """A value in the text. `items` is None for a scalar, and is filled while it is read."""

    start: int
    ends: list[int]
    items: list[tuple[str | int, Extent | None, JsonNode]] | None
    is_object: bool = False


class JsonTree:
    """Where the parts of a JSON value stand."""

    def __init__(self, text: str) -> None:
        self.root = _nodes(text)
        self._found: dict[int, dict[str | int, tuple[Extent | None, JsonNode]]] = {}

    def extent(self, node: JsonNode) -> Extent:
        return node.start, node.ends[0]

    def is_scalar(self, node: JsonNode) -> bool:
        return node.items is None

    def items(self, node: JsonNode) -> list[tuple[str | int, Extent | None, JsonNode]]:
        """Step, extent of the key and node of each item as written."""
        return node.items or []

    def item(self, node: JsonNode, step: str | int) -> tuple[Extent | None, JsonNode] | None:
        """What `step` leads to: of several with one key the last."""
        if isinstance(step, int):
            element = (node.items or [])[step : step + 1] if not node.is_object else []
            return next(((key, item) for _, key, item in element), None)
        found = self._found.get(id(node))
        if found is None:  # once: a large object has many findings
            found = self._found[id(node)] = {name: (key, item) for name, key, item in node.items or []}
        return found.get(step)


def _nodes(text: str) -> JsonNode:
    open_nodes: list[JsonNode] = []
    key: tuple[str, Extent] | None = None
    root: JsonNode | None = None
    for match in _TOKEN.finditer(text):
        token, (start, end) = match[0], match.span()
        parent = open_nodes[-1] if open_nodes else None
        if token in "}]":
            open_nodes.pop().ends.append(end)
            continue
        if parent is not None and parent.is_object and key is None:
            key = _without_surrogates(json.loads(token)), (start, end)
            continue
        node = JsonNode(start, [], [], token == "{") if token in "{[" else JsonNode(start, [end], None)
        if parent is not None and parent.items is not None:
            parent.items.append((*key, node) if key else (len(parent.items), None, node))
        key = None
        root = root or node
        if node.items is not None:
            open_nodes.append(node)
    assert root is not None
    return root
