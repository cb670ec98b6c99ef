"""Graphs before and after a change → a flowchart in Mermaid, as GitHub draws it.

https://mermaid.js.org/syntax/flowchart.html. The text is written here, escaped for the parser of
GitHub: no package for Python escapes labels of strangers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from ..finding import ObjectRef
from ..redaction.printable import printable
from .graph import Graph, Node

Graphs = Mapping[ObjectRef, Graph]
Mark = Literal["", "new", "changed", "removed"]

NODES = (120, 60, 30, 15, 5)
"""How many stops a reader can follow; fewer where their names are too long for SIZE."""
EDGES = 300
SIZE = 45_000
"""Characters. Mermaid draws 500 edges and 50,000 characters at most."""
LABEL = 70
"""Characters of a name."""

_STYLES = {
    "new": "fill:#d7f5dc,stroke:#1a7f37,color:#1f2328",
    "changed": "fill:#fff3c4,stroke:#9a6700,color:#1f2328",
    "removed": "fill:#ffdcd7,stroke:#cf222e,color:#1f2328,stroke-dasharray:5 3",
}
_EMPTY = Graph({}, {})


class _Marked(NamedTuple):
    """A CEC in both states."""

    ref: ObjectRef
    nodes: dict[Node, Mark]
    edges: list[tuple[Node, Node]]


def diagram(before: Graphs, after: Graphs) -> str:
    """The CECs that a change alters, in one flowchart; empty where it alters none."""
    marked = [_marked(ref, before.get(ref, _EMPTY), after.get(ref, _EMPTY)) for ref in {**before, **after}]
    altered = [each for each in marked if any(each.nodes.values())]
    if not altered:
        return ""
    texts = ("\n".join(["flowchart LR", *_drawn(altered, most), *_classes()]) + "\n" for most in NODES)
    return next((text for text in texts if len(text) <= SIZE), "")


def _marked(ref: ObjectRef, before: Graph, after: Graph) -> _Marked:
    nodes = {node: _mark(node, before, after) for node in {**after.nodes, **before.nodes}}
    return _Marked(ref, nodes, list({**after.edges, **before.edges}))


def _mark(node: Node, before: Graph, after: Graph) -> Mark:
    if node not in before.nodes:
        return "new"
    if node not in after.nodes:
        return "removed"
    same = before.nodes[node] == after.nodes[node] and _onward(node, before) == _onward(node, after)
    return "" if same else "changed"


def _onward(node: Node, graph: Graph) -> set[Node]:
    return {other for one, other in graph.edges if one == node}


def _drawn(altered: list[_Marked], most: int) -> Iterator[str]:
    left, edges_left = most, EDGES
    for number, each in enumerate(altered):
        if left <= 0:
            yield f'  more["{_text(f"{len(altered) - number} more that change")}"]'
            return
        shown = _first(each, left)
        left -= len(shown)
        ids = {node: f"n{number}_{place}" for place, node in enumerate(shown)}
        yield f'  subgraph c{number}["{_text(str(each.ref))}"]'
        yield from (f"    {ids[node]}{_label(node, each.nodes[node])}" for node in shown)
        edges = [(one, other) for one, other in each.edges if one in ids and other in ids][: max(edges_left, 0)]
        edges_left -= len(edges)
        yield from (f"    {ids[one]} --> {ids[other]}" for one, other in edges)
        if len(shown) < len(each.nodes):
            yield f'    more{number}["{_text(f"{len(each.nodes) - len(shown)} more")}"]'
        yield "  end"


def _first(marked: _Marked, number: int) -> list[Node]:
    """As many nodes, those that change before those that do not, in the order of the document."""
    chosen = set(sorted(marked.nodes, key=lambda node: not marked.nodes[node])[:number])
    return [node for node in marked.nodes if node in chosen]


def _label(node: Node, mark: Mark) -> str:
    head = f"{mark} {node.kind}" if mark else node.kind
    return f'["{_text(head)}<br/>{_text(node.name)}"]' + (f":::{mark}" if mark else "")


def _text(text: str) -> str:
    """Text within quotes: Mermaid reads `#NUMBER;` as the character of that number, and marks nothing up."""
    short = printable(text if len(text) <= LABEL else f"{text[: LABEL - 1]}…")
    return re.sub(r"[^\w ./,-]|__", lambda found: "".join(f"#{ord(char)};" for char in found[0]), short)


def _classes() -> list[str]:
    return [f"  classDef {name} {style}" for name, style in _STYLES.items()]
