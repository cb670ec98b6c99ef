"""The options that say which rules of an organisation run, and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ...config.rego import Limits
from .opa_server import opa_options

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--rules",
        "rules",
        multiple=True,
        envvar="CMESH_LINT_RULES",
        show_envvar=True,
        metavar="PATH",
        help="Custom rules in Rego: a folder, a file, an OPA bundle, or `shipped` for the bundled ones; repeatable.",
    ),
    click.option(
        "--rule-timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=Limits().seconds,
        metavar="SECONDS",
        envvar="CMESH_LINT_RULE_TIMEOUT",
        show_envvar=True,
        show_default=True,
        help="How long custom rules may take for one object.",
    ),
    click.option(
        "--rule-memory",
        type=click.IntRange(min=1),
        default=Limits().megabytes,
        metavar="MB",
        envvar="CMESH_LINT_RULE_MEMORY",
        show_envvar=True,
        show_default=True,
        help="How much memory custom rules may use.",
    ),
    click.option("--allow-network", is_flag=True, help="Allow custom rules to access the network."),
    click.option("--allow-clock", is_flag=True, help="Allow custom rules to use time and random functions."),
)


def organisation_options(command: F) -> F:
    """Adds the options; `rego_settings` takes their values."""
    command = opa_options(command)
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
