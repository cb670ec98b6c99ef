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
        help=f"Use this file instead of the nearest {NAME}.",
    ),
    option("--no-config", is_flag=True, help=f"Do not read any {NAME}."),
    option("--color", "colour", type=click.Choice(COLOURS), default="auto", help="When to colour the text report."),
)


def judging_options(command: F) -> F:
    """Adds the options; `--config` and `--no-config` are for `configuration_of`, the others for `settings_of`."""
    for each in reversed(_OPTIONS):
        command = each(command)
    return command
