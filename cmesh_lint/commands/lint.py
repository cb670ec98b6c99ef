"""`cmesh-lint lint`: argv, environment and configuration file → settings → run → reports → exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from ..config.settings import Settings
from ..reports import FORMATS
from ..terminal.exit_codes import USAGE, exit_code
from . import BARE, COMMANDS
from .comparing import base_of, comparing_options, kept_configuration, report_not_applied, saying_what_is_wrong
from .counting import Severities, refuse_unknown_rules, write_baseline
from .judging import configuration_of, judging_options, option, settings_of, write_reports
from .outputs import pair

if TYPE_CHECKING:
    from ..report import Report


class _Ordered(click.Command):
    """A command that remembers the order of its options, so that each --output finds its --format."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[__name__] = tuple(param.name for param in order)
        return super().parse_args(ctx, args)


@click.command(cls=_Ordered)
@click.argument("paths", nargs=-1, type=click.Path())
@option("--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Report format; repeatable.")
@option(
    "--output",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the preceding --format to this file instead of standard output.",
)
@judging_options
@comparing_options
@option("--progress/--no-progress", default=None, help="Show a progress bar.")
@click.pass_context
def lint(
    ctx: click.Context,
    /,
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
    **judging: Any,
) -> int:
    """Check manifests: files, folders, or - for standard input.

    Options not given on the command line come from CMESH_LINT_* variables, then the nearest .cmesh-lint.yaml.
    """
    outputs = pair(formats, files, ctx.meta[__name__])
    _refuse_unknown(paths)
    if new_baseline and changed_since:
        raise click.UsageError("--write-baseline and --changed-since exclude each other")
    base = base_of(changed_since)
    if base is None or no_config or config_from == "head":
        file = configuration_of(config, no_config)
    else:
        file, base = kept_configuration(ctx, base, config)
    settings = settings_of(
        file, paths or file.paths, outputs, severities=severities, new_baseline=new_baseline, **judging
    )._replace(base=base, progress=progress)
    if not settings.paths:
        return _nothing_to_read(ctx)
    with saying_what_is_wrong(base):
        report = _judged(settings)
    refuse_unknown_rules(report, file, severities)
    if new_baseline:
        report = write_baseline(report, new_baseline)
    report_not_applied(report)
    return exit_code(write_reports(report, settings), settings.fail_level)


def _nothing_to_read(ctx: click.Context) -> int:
    """A usage error; help for whoever said nothing at all."""
    if not ctx.meta.get(BARE) or ctx.parent is None:
        raise click.UsageError("nothing to read: name files or folders, or - for standard input")
    click.echo(ctx.parent.get_help(), err=True)
    return USAGE


def _refuse_unknown(paths: Sequence[str]) -> None:
    """A path that does not exist is more likely a typo than an empty repository."""
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            from ..suggest import nearest

            command = nearest(path, COMMANDS)
            hint = f"; did you mean the command `{command}`?" if command else ""
            raise click.UsageError(f"no such file or folder: `{path}`{hint}")


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
