"""What `lint` and `hook` have in common: the options that control checking, and the settings they give."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .. import faults
from ..config import file as configuration
from ..config.settings import COLOURS, FAIL_LEVELS, Colour, FailLevel, Output, Settings
from ..redaction.printable import printable
from ..terminal import streams
from ..versions import LATEST, MINORS, NEWEST, Version, order
from .cilium import complete_version, parse_versions, report_unknown
from .counting import Severities, counting_options, read_baseline, tuning_of
from .organisation import organisation_options, rego_settings
from .outputs import write
from .paths import parse_globs
from .rendering import render

if TYPE_CHECKING:
    from ..finding import NotChecked
    from ..report import Report

F = TypeVar("F", bound=Callable[..., Any])


def option(flag: str, *names: str, **rest: Any) -> Callable[[F], F]:
    """An option that a CMESH_LINT_… variable can give, too."""
    word = flag.partition("/")[0].removeprefix("--").upper().replace("-", "_")
    return click.option(flag, *names, envvar=f"CMESH_LINT_{word}", show_envvar=True, **rest)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    option(
        "--cilium-version",
        "cilium_versions",
        multiple=True,
        callback=parse_versions,
        shell_complete=complete_version,
        metavar="VERSION",
        help=f"Check for {MINORS[0]} to {MINORS[-1]}, a patch release, or {LATEST}; repeatable."
        f"  [default: {NEWEST.text}]",
    ),
    option(
        "--exclude",
        multiple=True,
        callback=parse_globs,
        metavar="GLOB",
        help="Skip paths that match this glob; repeatable.",
    ),
    option(
        "--fail-level",
        type=click.Choice(FAIL_LEVELS),
        help="The lowest severity that makes the exit status 1.  [default: error]",
    ),
    option(
        "--assume-complete",
        "complete",
        is_flag=True,
        default=None,
        help="Treat references to objects that are not in the given files as errors.",
    ),
    option(
        "--kustomize/--no-kustomize",
        default=True,
        help="Build kustomizations of CECs and policies, and check the output.",
    ),
    click.option(
        "--kustomize-plugins",
        is_flag=True,
        help="Allow kustomize to run the plugins and functions that kustomizations name.",
    ),
    counting_options,
    organisation_options,
    option(
        "--config",
        type=click.Path(),
        metavar="FILE",
        help=f"Use this file instead of the nearest {configuration.NAME}.",
    ),
    option("--no-config", is_flag=True, help=f"Do not read any {configuration.NAME}."),
    option("--color", "colour", type=click.Choice(COLOURS), default="auto", help="When to colour the text report."),
)


def judging_options(command: F) -> F:
    """Adds the options; `--config` and `--no-config` are for `configuration_of`, the others for `settings_of`."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command


def settings_of(
    file: configuration.Config,
    paths: tuple[str, ...],
    outputs: tuple[Output, ...],
    *,
    cilium_versions: tuple[Version, ...],
    exclude: tuple[str, ...],
    fail_level: FailLevel | None,
    complete: bool | None,
    kustomize: bool,
    kustomize_plugins: bool,
    colour: Colour,
    severities: Severities,
    baseline: str | None,
    new_baseline: str | None,
    no_ignores: bool,
    show_ignored: bool,
    **organisation: Any,
) -> Settings:
    """What the options say, and where they are silent the configuration file. Raises click.UsageError."""
    for version in () if cilium_versions else file.cilium_versions:
        report_unknown(version)
    return Settings(
        paths=paths,
        exclude=exclude or file.exclude,
        cilium_versions=order(cilium_versions or file.cilium_versions or (NEWEST,)),
        other_versions=bool(cilium_versions) and not {*file.cilium_versions} <= {*cilium_versions},
        fail_level=fail_level or file.fail_level or "error",
        outputs=outputs,
        colour=colour,
        config=file.path,
        complete=complete or file.complete,
        tuning=tuning_of(file, severities),
        rego=rego_settings(file, **organisation),
        ignores=not no_ignores,
        kustomize=kustomize,
        kustomize_plugins=kustomize_plugins,
        show_ignored=show_ignored,
        known=None if new_baseline else read_baseline(baseline or file.baseline, by_flag=bool(baseline)),
    )


def configuration_of(path: str | None, no_config: bool) -> configuration.Config:
    """The file at `path`, or the nearest one. Raises click.UsageError."""
    if no_config:
        if path:
            raise click.UsageError("--config and --no-config exclude each other")
        return configuration.Config()
    found = path or configuration.find(os.getcwd(), os.path.expanduser("~"))
    if found is None:
        return configuration.Config()
    try:
        return configuration.load(found, by_flag=bool(path))
    except configuration.ConfigError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    except OSError as error:
        from ..redaction.printable import printable

        raise click.UsageError(f"cannot read `{printable(found)}`: {error.strerror}") from error


def write_reports(report: Report, settings: Settings) -> Report:
    """Writes all that was asked for, each whatever becomes of the others; gives the report with what failed in it.

    Raises click.UsageError and NotWrittenError, for the first output that cannot be written.
    """
    report, texts = _rendered(report, settings)
    troubles = [trouble for output, text in texts if (trouble := _written(output, text))]
    for each in troubles[1:]:
        click.echo(f"Error: {printable(str(each))}", err=True)
    if troubles:
        raise troubles[0]
    return report


def _written(output: Output, text: str) -> Exception | None:
    """Writes one output; what hinders that."""
    try:
        if output.path is None:
            streams.write_out(text, None if output.format == "text" else "utf-8")
        else:
            write(output.path, text)
    except (click.ClickException, streams.OutputError) as trouble:
        return trouble
    return None


def _rendered(report: Report, settings: Settings) -> tuple[Report, list[tuple[Output, str]]]:
    """The text of each output; those that can be made say which cannot."""
    outputs, failed = settings.outputs, False
    while True:
        texts: list[tuple[Output, str]] = []
        for output in outputs:
            missing: list[NotChecked] = []
            step = f"writing the report in the format {output.format}"
            text = faults.attempt("<all files>", step, missing, partial(_text, report, output, settings), None)
            if text is not None:
                texts.append((output, text))
            for each in missing:
                click.echo(f"{each.reason}", err=True)
                report = report._replace(not_checked=(*report.not_checked, each))
        if len(texts) == len(outputs):
            break
        failed, outputs = True, tuple(output for output, _ in texts)
    if failed and not outputs:
        # Better than nothing.
        for found in report.findings:
            place = f"{found.place.file}:{found.place.span.line}: {found.severity}[{found.rule}]: {found.message}"
            click.echo(printable(place), err=True)
    return report, texts


def _text(report: Report, output: Output, settings: Settings) -> str:
    if output.path is None:
        coloured = streams.wants_colour(settings.colour, sys.stdout, os.environ)
    else:
        coloured = settings.colour == "always"
    return render(report, output.format, colour=coloured, everything=settings.show_ignored)
