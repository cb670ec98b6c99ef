"""Paths that are named on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click

from ..reports.visible import visible


def refuse_missing(paths: Iterable[str]) -> None:
    """Raises click.UsageError for a path that is not there; `-` is standard input."""
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            raise click.UsageError(f"no such file or folder: `{visible(path)}`")
