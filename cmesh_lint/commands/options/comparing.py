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
        help="Only fail on findings that are new since the merge base of REF and HEAD.",
    ),
    click.option(
        "--config-from",
        type=click.Choice(["base", "head"]),
        default="base",
        envvar="CMESH_LINT_CONFIG_FROM",
        show_envvar=True,
        show_default=True,
        help="Which .cmesh-lint.yaml to use with --changed-since: that of the base commit or that of HEAD.",
    ),
)


def comparing_options(command: F) -> F:
    """Adds both."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
