"""The options that compare with an earlier state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--changed-since",
        metavar="REF",
        envvar="CMESH_LINT_CHANGED_SINCE",
        show_envvar=True,
        help="Let only those findings count that were not there at the commit which REF and HEAD have in common.",
    ),
    click.option(
        "--config-from",
        type=click.Choice(["base", "head"]),
        default="base",
        envvar="CMESH_LINT_CONFIG_FROM",
        show_envvar=True,
        show_default=True,
        help="With --changed-since: whether the configuration holds as it was then, or as it is.",
    ),
)


def comparing_options(command: F) -> F:
    """Adds both."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
