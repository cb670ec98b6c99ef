"""The state that a run compares with, and what the configuration is then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..config.file import Config, ConfigError
from .usage import usage_error, warn

if TYPE_CHECKING:
    from ..config.settings import Base
    from ..report import Report


def base_of(ref: str | None) -> Base | None:
    """The state to compare with. Raises click.UsageError."""
    if ref is None:
        return None
    from ..changes.base import base
    from ..system.git import GitError

    try:
        return base(ref, os.getcwd())
    except GitError as wrong:
        raise usage_error(f"--changed-since: {wrong}") from wrong


def kept_configuration(base: Base, named: str | None, folder: Callable[[], str]) -> tuple[Config, Base]:
    """The configuration as the base has it, and the base with what of the change is not applied.

    What cannot be read where it is goes into a `folder`, which is made for it. Raises click.UsageError.
    """
    from ..changes.base_config import config_at_base
    from ..system.git import GitError

    try:
        found = config_at_base(base, named, folder)
    except (GitError, ConfigError) as wrong:
        raise usage_error(f"at `{base.ref}`: {wrong}") from wrong
    except OSError as error:
        raise usage_error(f"cannot read `{error.filename}`: {error.strerror}") from error
    return found.config, base._replace(not_applied=found.not_applied)


@contextmanager
def saying_what_is_wrong(base: Base | None) -> Iterator[None]:
    """Turns git's errors about the base into usage errors."""
    if base is None:
        yield
        return
    from ..system.git import GitError

    try:
        yield
    except GitError as wrong:
        raise usage_error(f"--changed-since {base.ref}: {wrong}") from wrong


def report_not_applied(report: Report) -> None:
    """Says on standard error what of the change does not say how it is checked."""
    if report.since is None:
        return
    from ..reports.phrases import describe_not_applied

    if said := describe_not_applied(report):
        warn(f"{said} (override with --config-from head)")
