"""The options that say which findings count, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ...config.overrides import LEVELS, Level
from ...suggest import did_you_mean
from ..counting import SEVERITY, Severities

F = TypeVar("F", bound=Callable[..., Any])


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
        SEVERITY,
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
