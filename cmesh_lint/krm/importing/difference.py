"""Two values → what makes one of the other (JSON merge patch, RFC 7386), and in which fields they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...places import Route

Table = dict[str, Any]


def merge_patch(ours: Table, theirs: Table) -> Table:
    """What has to be merged into `ours` to get `theirs`; empty where they are the same."""
    patch: Table = {field: None for field in ours if field not in theirs}
    for field, value in theirs.items():
        mine = ours.get(field)
        if isinstance(mine, dict) and isinstance(value, dict):
            inner = merge_patch(mine, value)
            patch |= {field: inner} if inner else {}
        elif field not in ours or mine != value:
            patch[field] = value
    return patch


def fields(ours: Any, theirs: Any, route: Route = ()) -> Iterator[tuple[Route, Any, Any]]:
    """Where two values differ, and what is there in each; None for nothing."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for field in sorted({*ours, *theirs}):
            yield from fields(ours.get(field), theirs.get(field), (*route, field))
    elif ours != theirs:
        yield route, ours, theirs
