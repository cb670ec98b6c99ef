"""Where a value is: a route through a document, and a span of a file.

Rules use routes only. `Document.span` is the one place that turns a route into a span.
"""

from __future__ import annotations

from .tuples import NamedTuple

Route = tuple[str | int, ...]
"""Keys and indices from the top of a document, e.g. `("spec", "resources", 0, "name")`."""


class Span(NamedTuple):
    """A stretch of a file. Lines and columns count from 1; columns count characters (code points).

    `end_column` is the column after the last character, as in SARIF and LSP.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Place(NamedTuple):
    """A span of a file, with the lines that show it."""

    file: str
    document: int
    route: Route
    span: Span
    excerpt: tuple[str, ...] = ()
    """Whole lines without line ends; the last one is line `span.line`."""


def spell(route: Route) -> str:
    """The route as people write it: `spec.resources[0].filter_chains[1]`; odd keys are quoted."""
    parts: list[str] = []
    for step in route:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step and all(c.isalnum() or c in "_-" for c in step):
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f'["{step}"]')
    return "".join(parts)
