"""What `lint` and `hook` have in common: options → settings, and a report → its outputs."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from .. import faults
from ..config import file as configuration
from ..config.settings import Colour, FailLevel, Output, Settings
from ..redaction.printable import printable
from ..terminal import streams
from ..versions import NEWEST, Version, order
from .cilium import report_unknown
from .counting import Severities, read_baseline, tuning_of
from .organisation import rego_settings
from .outputs import write
from .rendering import render
from .usage import shown_errors, usage_error, warn

if TYPE_CHECKING:
    from ..finding import NotChecked
    from ..report import Report


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
            raise usage_error("--config and --no-config exclude each other")
        return configuration.Config()
    found = path or configuration.find(os.getcwd(), os.path.expanduser("~"))
    if found is None:
        return configuration.Config()
    try:
        return configuration.load(found, by_flag=bool(path))
    except configuration.ConfigError as wrong:
        raise usage_error(str(wrong)) from wrong
    except OSError as error:
        from ..redaction.printable import printable

        raise usage_error(f"cannot read `{printable(found)}`: {error.strerror}") from error


def write_reports(report: Report, settings: Settings) -> Report:
    """Writes all that was asked for, each whatever becomes of the others; gives the report with what failed in it.

    Raises click.UsageError and click.ClickException, for the first output that cannot be written.
    """
    report, texts = _rendered(report, settings)
    troubles = [trouble for output, text in texts if (trouble := _written(output, text))]
    for each in troubles[1:]:
        warn(f"Error: {printable(str(each))}")
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
    except (streams.OutputError, shown_errors()) as trouble:
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
                warn(f"{each.reason}")
                report = report._replace(not_checked=(*report.not_checked, each))
        if len(texts) == len(outputs):
            break
        failed, outputs = True, tuple(output for output, _ in texts)
    if failed and not outputs:
        # Better than nothing.
        for found in report.findings:
            place = f"{found.place.file}:{found.place.span.line}: {found.severity}[{found.rule}]: {found.message}"
            warn(printable(place))
    return report, texts


def _text(report: Report, output: Output, settings: Settings) -> str:
    if output.path is None:
        coloured = streams.wants_colour(settings.colour, sys.stdout, os.environ)
    else:
        coloured = settings.colour == "always"
    return render(report, output.format, colour=coloured, everything=settings.show_ignored)
