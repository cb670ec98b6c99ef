"""The options that say which findings count, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..config.file import Config, ConfigError, check_rules
from ..config.overrides import LEVELS, Level, Override, Tuning
from ..suggest import did_you_mean
from .outputs import write

if TYPE_CHECKING:
    from ..config.settings import Baseline
    from ..report import Report

F = TypeVar("F", bound=Callable[..., Any])

Severities = tuple[tuple[str, Level], ...]
_FLAG = "--severity"


def _parsed(_ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]) -> Severities:
    return tuple(map(_pair, texts))


def _pair(text: str) -> tuple[str, Level]:
    rule, _, word = text.partition("=")
    level = next((each for each in LEVELS if each == word), None)
    if level is None or not rule:
        hint = did_you_mean(word, LEVELS)
        raise click.BadParameter(f"`{text}`: expected RULE=LEVEL, with one of {', '.join(LEVELS)}{hint}")
    return rule, level


_OPTIONS = (
    click.option(
        _FLAG,
        "severities",
        multiple=True,
        callback=_parsed,
        envvar="CMESH_LINT_SEVERITY",
        show_envvar=True,
        metavar="RULE=LEVEL",
        help=f"Set a rule to {', '.join(LEVELS[:-1])} or {LEVELS[-1]}, everywhere; repeatable.",
    ),
    click.option(
        "--baseline",
        type=click.Path(),
        envvar="CMESH_LINT_BASELINE",
        show_envvar=True,
        metavar="FILE",
        help="Existing findings, listed in this file, do not fail the run.",
    ),
    click.option(
        "--write-baseline",
        "new_baseline",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Record all current findings in this baseline file.",
    ),
)

_IN_PLACE = (
    click.option("--no-ignores", is_flag=True, help="Disregard ignore comments and annotations."),
    click.option(
        "--show-ignored", is_flag=True, help="Also list findings that are ignored, in the baseline, or switched off."
    ),
)


def counting_options(command: F) -> F:
    """Adds all of them."""
    return _added(ignoring_options(command), _OPTIONS)


def ignoring_options(command: F) -> F:
    """Adds those about comments and annotations."""
    return _added(command, _IN_PLACE)


def _added(command: F, options: tuple[Callable[[F], F], ...]) -> F:
    for option in reversed(options):
        command = option(command)
    return command


def tuning_of(file: Config, severities: Severities) -> Tuning:
    """What the file says of rules, and after it the flags."""
    flags = (Override(severity=dict(severities), origin=_FLAG),) if severities else ()
    return file.tuning._replace(overrides=(*file.tuning.overrides, *flags))


def refuse_unknown_rules(report: Report, file: Config, severities: Severities) -> None:
    """Raises click.UsageError where the file or a flag names a rule that was not there in the run of the report."""
    if not file.mentions and not severities:
        return
    from ..filters.apply import known_rules
    from ..rules.subscriptions import ALIASES

    known = known_rules(report)
    for rule, _ in severities:
        if rule not in known and rule not in ALIASES:
            raise click.UsageError(f"{_FLAG}: there is no rule `{rule}`{did_you_mean(rule, known)}")
    try:
        check_rules(file, known, ALIASES)
    except ConfigError as wrong:
        raise click.UsageError(str(wrong)) from wrong


def read_baseline(path: str | None, by_flag: bool = False) -> Baseline | None:
    """The baseline at `path`, which a flag or a configuration names. Raises click.UsageError."""
    if path is None:
        return None
    from ..filters.baseline import BaselineError, load

    try:
        return load(path, by_flag)
    except BaselineError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    except OSError as error:
        from ..redaction.printable import printable

        raise click.UsageError(f"cannot read `{printable(path)}`: {error.strerror}") from error


def write_baseline(report: Report, path: str) -> Report:
    """Writes what counts of a report into a baseline, and gives the report in which it is known."""
    from ..filters.baseline import build, compare, render

    baseline = build(path, report.findings)
    write(path, render(baseline))
    return compare(report, baseline, lambda _: False)
