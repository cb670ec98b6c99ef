"""What `cmesh-lint lint` does: values of options, environment and configuration file → settings → reports → status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from ..config.settings import Settings
from ..terminal.exit_codes import exit_code
from . import COMMANDS
from .comparing import base_of, kept_configuration, report_not_applied, saying_what_is_wrong
from .counting import Severities, refuse_unknown_rules, write_baseline
from .judging import configuration_of, settings_of, write_reports
from .outputs import pair
from .usage import usage_error

if TYPE_CHECKING:
    from ..report import Report


def refuse_nothing() -> NoReturn:
    """Raises click.UsageError: neither the command line nor the configuration names anything."""
    raise usage_error("nothing to read: name files or folders, or - for standard input")


def run_lint(
    *,
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    files: tuple[str, ...],
    config: str | None,
    no_config: bool,
    changed_since: str | None,
    config_from: str,
    progress: bool | None,
    severities: Severities,
    new_baseline: str | None,
    folder: Callable[[], str],
    order: Sequence[str] = (),
    nothing: Callable[[], int] = refuse_nothing,
    **judging: Any,
) -> int:
    """Lints and gives the exit status. The values are those of the options of `lint`.

    `folder` makes a folder that is gone at the end of the command; `order` holds the options as `pair` takes them;
    `nothing` is for where nothing is named. Raises what click shows.
    """
    outputs = pair(formats, files, order)
    _refuse_unknown(paths)
    if new_baseline and changed_since:
        raise usage_error("--write-baseline and --changed-since exclude each other")
    base = base_of(changed_since)
    if base is None or no_config or config_from == "head":
        file = configuration_of(config, no_config)
    else:
        file, base = kept_configuration(base, config, folder)
    settings = settings_of(
        file, paths or file.paths, outputs, severities=severities, new_baseline=new_baseline, **judging
    )._replace(base=base, progress=progress)
    if not settings.paths:
        return nothing()
    with saying_what_is_wrong(base):
        report = _judged(settings)
    refuse_unknown_rules(report, file, severities)
    if new_baseline:
        report = write_baseline(report, new_baseline)
    report_not_applied(report)
    return exit_code(write_reports(report, settings), settings.fail_level)


def _refuse_unknown(paths: Sequence[str]) -> None:
    """A path that does not exist is more likely a typo than an empty repository."""
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            from ..suggest import nearest

            command = nearest(path, COMMANDS)
            hint = f"; did you mean the command `{command}`?" if command else ""
            raise usage_error(f"no such file or folder: `{path}`{hint}")


def _judged(settings: Settings) -> Report:
    from ..run import run

    wanted = sys.stderr.isatty() if settings.progress is None else settings.progress
    if not wanted:
        return run(settings)
    from ..terminal.progress import Progress

    progress = Progress(sys.stderr)
    try:
        return run(settings, progress)
    finally:
        progress.close()
