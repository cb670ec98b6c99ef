"""The options that compare with an earlier state, and what they make of the configuration."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..config.file import Config, ConfigError

if TYPE_CHECKING:
    from ..config.settings import Base
    from ..report import Report

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


def base_of(ref: str | None) -> Base | None:
    """The state to compare with. Raises click.UsageError."""
    if ref is None:
        return None
    from ..changes.base import base
    from ..system.git import GitError

    try:
        return base(ref, os.getcwd())
    except GitError as wrong:
        raise click.UsageError(f"--changed-since: {wrong}") from wrong


def kept_configuration(ctx: click.Context, base: Base, named: str | None) -> tuple[Config, Base]:
    """The configuration as the base has it, and the base with what of the change is not applied.

    What cannot be read where it is goes into folders that no longer exist with the context. Raises click.UsageError.
    """
    from ..changes.base_config import config_at_base
    from ..system.git import GitError

    try:
        found = config_at_base(base, named, lambda: _folder(ctx))
    except (GitError, ConfigError) as wrong:
        raise click.UsageError(f"at `{base.ref}`: {wrong}") from wrong
    except OSError as error:
        raise click.UsageError(f"cannot read `{error.filename}`: {error.strerror}") from error
    return found.config, base._replace(not_applied=found.not_applied)


@contextmanager
def saying_what_is_wrong(base: Base | None) -> Iterator[None]:
    """Turns git's errors about the base into usage errors."""
    from ..system.git import GitError

    try:
        yield
    except GitError as wrong:
        raise click.UsageError(f"--changed-since {base.ref if base else ''}: {wrong}") from wrong


def report_not_applied(report: Report) -> None:
    """Says on standard error what of the change does not say how it is checked."""
    from ..reports.phrases import describe_not_applied

    if said := describe_not_applied(report):
        click.echo(f"{said} (override with --config-from head)", err=True)


def _folder(ctx: click.Context) -> str:
    from ..system.temporary import folder

    return ctx.with_resource(folder())
