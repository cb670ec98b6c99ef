"""`cmesh-lint hook`: the program as pre-commit calls it, with the names of files → report → exit status."""

from __future__ import annotations

import os
from typing import Any

import click

from ..config.settings import Output
from ..terminal.exit_codes import CLEAN, exit_code
from .counting import Severities, refuse_unknown_rules
from .judging import configuration_of, judging_options, settings_of, write_reports


@click.command()
@click.argument("files", nargs=-1, type=click.Path())
@judging_options
def hook(
    files: tuple[str, ...],
    config: str | None,
    no_config: bool,
    severities: Severities,
    new_baseline: str | None,
    **judging: Any,
) -> int:
    """Check the files of a commit in a pre-commit hook.

    Reports findings in FILES, and findings that the staged change causes in other files. Other findings in the rest of
    the repository are not reported.
    """
    from ..changes.staged import read_index
    from ..system.git import GitError

    if new_baseline:
        raise click.UsageError("--write-baseline is an option of `cmesh-lint lint`")
    try:
        commit = read_index(os.environ)
        if not files and not commit.changed:
            return CLEAN
        from ..changes.hook import report

        file = configuration_of(config, no_config)
        settings = settings_of(file, file.paths, (Output(),), severities=severities, new_baseline=None, **judging)
        # What a commit changes need not be built: that is for the checks of a pull request.
        found = report(files, settings._replace(kustomize=False), commit)
    except GitError as wrong:
        raise click.UsageError(f"git cannot list what is committed: {wrong}") from wrong
    if not found.counts.files:
        return CLEAN
    refuse_unknown_rules(found, file, severities)
    return exit_code(write_reports(found, settings), settings.fail_level)
