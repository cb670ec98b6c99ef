"""Paths that are named on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click

from ..redaction.printable import printable


def parse_globs(_ctx: click.Context, _param: click.Parameter, globs: tuple[str, ...]) -> tuple[str, ...]:
    """A callback for an option that takes globs and may be repeated."""
    if globs:
        from ..source.globs import GlobError, check_all

        try:
            check_all(globs)
        except GlobError as error:
            raise click.BadParameter(str(error)) from error
    return globs


def refuse_missing(paths: Iterable[str]) -> None:
    """Raises click.UsageError for a path that is not there; `-` is standard input."""
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            raise click.UsageError(f"no such file or folder: `{printable(path)}`")
