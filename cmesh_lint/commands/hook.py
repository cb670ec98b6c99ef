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
    """Judge the files of a commit that is being made, as pre-commit names them.

    What is wrong in FILES is reported, and what the staged change makes wrong in others: the rest of the repository is
    looked at, and not reported on.
    """
    return run_hook(**values)
