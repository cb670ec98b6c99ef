"""A Report → text, one module a format: each has `render(report, *, colour=False) -> str`.

Only terminals can show colour; formats for machines stay plain.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from ..report import Report

FORMATS: dict[str, str] = {
    "text": "text",
    "json": "json_v1",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "markdown": "github_summary",
}
"""The name of a format, and its module in this package."""

AS_GIVEN = frozenset({"text", "json"})
"""Formats that name files as the user did. The others are read beside a repository: paths count from its top."""


class Renderer(Protocol):
    """The module of a format."""

    def render(self, report: Report, *, colour: bool = False) -> str:
        """The whole report, with a line end after the last line."""
        ...


def renderer(name: str) -> Renderer:
    """The module of a format, imported when it is asked for; raises KeyError for an unknown name."""
    return cast(Renderer, import_module(f".{FORMATS[name]}", __name__))
