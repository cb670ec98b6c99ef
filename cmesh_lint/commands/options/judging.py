"""The options of `lint` and `hook` that say how to judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ...config.file import NAME
from ...config.settings import COLOURS, FAIL_LEVELS
from ...versions import LATEST, MINORS, NEWEST
from ..cilium import complete_version, parse_versions
from ..paths import parse_globs
from .counting import counting_options
from .organisation import organisation_options

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
        help=f"Judge for {MINORS[0]} to {MINORS[-1]}, a patch release, or {LATEST}; repeatable."
        f"  [default: {NEWEST.text}]",
    ),
    option("--exclude", multiple=True, callback=parse_globs, metavar="GLOB", help="Paths not to read; repeatable."),
    option(
        "--fail-level",
        type=click.Choice(FAIL_LEVELS),
        help="The mildest severity that makes the exit status 1.  [default: error]",
    ),
    option(
        "--assume-complete",
        "complete",
        is_flag=True,
        default=None,
        help="Take what the files refer to and do not hold for missing.",
    ),
    option(
        "--kustomize/--no-kustomize",
        default=True,
        help="Whether to build the kustomizations of CECs and stanzas, and to judge that, too.",
    ),
    click.option("--kustomize-plugins", is_flag=True, help="Let kustomize run the programs that kustomizations name."),
    counting_options,
    organisation_options,
    option("--config", type=click.Path(), metavar="FILE", help=f"Read this file, not the nearest {NAME}."),
    option("--no-config", is_flag=True, help=f"Read no {NAME}."),
    option("--color", "colour", type=click.Choice(COLOURS), default="auto", help="Whether to colour the text report."),
)


def judging_options(command: F) -> F:
    """Adds the options; `--config` and `--no-config` are for `configuration_of`, the others for `settings_of`."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command
