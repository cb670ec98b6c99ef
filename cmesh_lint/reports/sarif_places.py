"""Places of SARIF: artifacts by URI, regions by line and column."""

from __future__ import annotations

from typing import Any

from ..places import Place

ROOT = "%SRCROOT%"
"""The name by which GitHub and others know the top of the repository."""


def physical(place: Place) -> dict[str, Any]:
    """The physical location. `endColumn` is the one after the last character, in SARIF as in a Span."""
    span = place.span
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"artifactLocation": _artifact(place.file), "region": region}


def beginning(file: str, line: int | None) -> dict[str, Any]:
    """The physical location of a line, or of a file."""
    region = {} if line is None else {"region": {"startLine": line}}
    return {"artifactLocation": _artifact(file), **region}


def _artifact(file: str) -> dict[str, str]:
    """The URI of a file, seen from the top of the repository if it is in there."""
    from urllib.parse import quote

    spelled = quote(file, errors="surrogatepass")
    return {"uri": f"file://{spelled}"} if file.startswith("/") else {"uri": spelled, "uriBaseId": ROOT}
