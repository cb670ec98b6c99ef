"""`cmesh-lint lint`: argv, environment and configuration file → settings → run → reports → exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import config as configuration
from .. import streams
from ..exit_codes import USAGE, exit_code
from ..reports import FORMATS
from ..settings import COLOURS, FAIL_LEVELS, Colour, FailLevel, Settings
from ..versions import LATEST, MINORS, NEWEST, Version, ordered
from .cilium import complete_version, parse_versions
from .counting import (
    Severities,
    counting_options,
    read_baseline,
    refuse_unknown_rules,
    tuning_of,
    write_baseline,
)
from .organisation import organisation_options, rego_settings
from .outputs import paired
from .rendering import rendered

if TYPE_CHECKING:
    from ..finding import Report

F = TypeVar("F", bound=Callable[..., Any])


class _Ordered(click.Command):
    """A command that remembers the order of its options, so that each --output finds its --format."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[__name__] = tuple(param.name for param in order)
        return super().parse_args(ctx, args)


def _option(flag: str, *names: str, **rest: Any) -> Callable[[F], F]:
    """An option that a CMESH_LINT_… variable can give, too."""
    word = flag.partition("/")[0].removeprefix("--").upper().replace("-", "_")
    return click.option(flag, *names, envvar=f"CMESH_LINT_{word}", show_envvar=True, **rest)


@click.command(cls=_Ordered)
@click.argument("paths", nargs=-1, type=click.Path())
@_option("--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="How to report; repeatable.")
@_option(
    "--output",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Where the report of the --format before it goes, if not to standard output.",
)
@_option(
    "--cilium-version",
    "cilium_versions",
    multiple=True,
    callback=parse_versions,
    shell_complete=complete_version,
    metavar="VERSION",
    help=f"Judge for {MINORS[0]} to {MINORS[-1]}, a patch release, or {LATEST}; repeatable.  [default: {NEWEST.text}]",
)
@_option("--exclude", multiple=True, metavar="GLOB", help="Paths not to read; repeatable.")
@_option(
    "--fail-level",
    type=click.Choice(FAIL_LEVELS),
    help="The mildest severity that makes the exit status 1.  [default: error]",
)
@_option(
    "--assume-complete",
    "complete",
    is_flag=True,
    default=None,
    help="Take what the files refer to and do not hold for missing.",
)
@counting_options
@organisation_options
@_option("--config", type=click.Path(), metavar="FILE", help=f"Read this file, not the nearest {configuration.NAME}.")
@_option("--no-config", is_flag=True, help=f"Read no {configuration.NAME}.")
@_option("--color", "colour", type=click.Choice(COLOURS), default="auto", help="Whether to colour the text report.")
@_option("--progress/--no-progress", default=None, help="Whether to show how far a long run has come.")
@click.pass_context
def lint(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    files: tuple[str, ...],
    cilium_versions: tuple[Version, ...],
    exclude: tuple[str, ...],
    fail_level: FailLevel | None,
    complete: bool | None,
    config: str | None,
    no_config: bool,
    colour: Colour,
    progress: bool | None,
    severities: Severities,
    baseline: str | None,
    new_baseline: str | None,
    no_ignores: bool,
    show_ignored: bool,
    **organisation: Any,
) -> int:
    """Judge manifests: files, folders, or - for standard input.

    What is not said here is taken from CMESH_LINT_… variables, then from the nearest .cmesh-lint.yaml.
    """
    outputs = paired(formats, files, ctx.meta[__name__])
    _refuse_unknown(paths)
    file = _configuration(config, no_config)
    settings = Settings(
        paths=paths or file.paths,
        exclude=exclude or file.exclude,
        cilium_versions=ordered(cilium_versions or file.cilium_versions or (NEWEST,)),
        other_versions=bool(cilium_versions) and not {*file.cilium_versions} <= {*cilium_versions},
        fail_level=fail_level or file.fail_level or "error",
        outputs=outputs,
        colour=colour,
        config=file.path,
        complete=complete or file.complete,
        progress=progress,
        tuning=tuning_of(file, severities),
        rego=rego_settings(file, **organisation),
        ignores=not no_ignores,
        show_ignored=show_ignored,
        known=None if new_baseline else read_baseline(baseline or file.baseline),
    )
    if not settings.paths:
        return _nothing_to_read(ctx)
    report = _judged(settings)
    refuse_unknown_rules(report, file, severities)
    if new_baseline:
        report = write_baseline(report, new_baseline)
    _write(report, settings)
    return exit_code(report, settings.fail_level)


def _nothing_to_read(ctx: click.Context) -> int:
    """A usage error; help for whoever said nothing at all."""
    from ..cli import BARE

    if not ctx.meta.get(BARE) or ctx.parent is None:
        raise click.UsageError("nothing to read: name files or folders, or - for standard input")
    click.echo(ctx.parent.get_help(), err=True)
    return USAGE


def _refuse_unknown(paths: Sequence[str]) -> None:
    """A path that is not there is more likely a slip of the pen than an empty repository."""
    for path in paths:
        if path != "-" and not os.path.lexists(path):
            from ..cli import COMMANDS
            from ..suggest import nearest

            command = nearest(path, COMMANDS)
            hint = f"; did you mean the command `{command}`?" if command else ""
            raise click.UsageError(f"no such file or folder: `{path}`{hint}")


def _configuration(path: str | None, no_config: bool) -> configuration.Config:
    if no_config:
        if path:
            raise click.UsageError("--config and --no-config exclude each other")
        return configuration.Config()
    found = path or configuration.find(os.getcwd(), os.path.expanduser("~"))
    if found is None:
        return configuration.Config()
    try:
        return configuration.load(found)
    except configuration.ConfigError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    except OSError as error:
        raise click.UsageError(f"cannot read `{found}`: {error.strerror}") from error


def _judged(settings: Settings) -> Report:
    from ..run import run

    wanted = sys.stderr.isatty() if settings.progress is None else settings.progress
    if not wanted:
        return run(settings)
    from ..progress import Progress

    progress = Progress(sys.stderr)
    try:
        return run(settings, progress)
    finally:
        progress.close()


def _write(report: Report, settings: Settings) -> None:
    for output in settings.outputs:
        if output.path is None:
            wanted = streams.wants_colour(settings.colour, sys.stdout, os.environ)
            text = rendered(report, output.format, colour=wanted, everything=settings.show_ignored)
            streams.write_out(text, None if output.format == "text" else "utf-8")
        else:
            coloured = settings.colour == "always"
            text = rendered(report, output.format, colour=coloured, everything=settings.show_ignored)
            _write_file(output.path, text)


def _write_file(path: str, text: str) -> None:
    try:
        streams.write_file(path, text)
    except OSError as error:
        raise click.UsageError(f"cannot write `{path}`: {error.strerror}") from error
