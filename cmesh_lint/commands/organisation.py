"""Which custom rules run, and where: options, and what they and the configuration ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..config import file as configuration
from ..config.file import Config
from ..config.rego import SHIPPED, Allowed, Limits, Rego
from .opa_server import opa_of, opa_options

if TYPE_CHECKING:
    from ..rego.ruleset import Ruleset

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


def rego_settings(
    file: Config,
    *,
    rules: tuple[str, ...],
    rule_timeout: float,
    rule_memory: int,
    allow_network: bool,
    allow_clock: bool,
    own: bool | None,
    **opa: Any,
) -> Rego:
    """What the options and the configuration file ask for. Raises click.UsageError for a path that is not there."""
    _refuse_missing(rules)
    server = opa_of(own, opa)
    return Rego(
        sources=rules or file.rules,
        by_flag=bool(rules),
        kind="opa" if own or server else "regorus",
        server=server,
        limits=Limits(rule_timeout, rule_memory),
        allowed=Allowed(allow_network, allow_clock),
    )


def load(sources: Sequence[str]) -> Ruleset | None:
    """The custom rules at some paths, else those that the configuration names. Raises click.UsageError."""
    from ..rego import ruleset

    _refuse_missing(sources)
    paths = tuple(sources) or _configured()
    return ruleset.load(paths, by_flag=bool(sources)) if paths else None


def _refuse_missing(sources: Sequence[str]) -> None:
    for path in sources:
        if path != SHIPPED and not os.path.exists(path):
            raise click.UsageError(f"no such folder, file or bundle of rules: `{path}`")


def _configured() -> tuple[str, ...]:
    path = configuration.find(os.getcwd(), os.path.expanduser("~"))
    try:
        return configuration.load(path).rules if path else ()
    except configuration.ConfigError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    except OSError as error:
        from ..redaction.printable import printable

        raise click.UsageError(f"cannot read `{printable(str(path))}`: {error.strerror}") from error
