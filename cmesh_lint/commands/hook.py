"""`cmesh-lint hook`: argv and environment → what `hook_run` takes."""

from __future__ import annotations

from typing import Any

import click

from .hook_run import run_hook
from .options.judging import judging_options


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@judging_options
def hook(**values: Any) -> int:
    """Check the files of a commit in a pre-commit hook.

    Reports findings in FILES, and findings that the staged change causes in other files. Other findings in the rest of
    the repository are not reported.
    """
    return run_hook(**values)
