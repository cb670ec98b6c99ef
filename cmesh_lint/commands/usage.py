"""What is wrong with a call, as click reports it; click is loaded where something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from click import ClickException, UsageError


def usage_error(message: str) -> UsageError:
    """To raise: the command line, the environment or the configuration asks for what cannot be."""
    from click import UsageError

    return UsageError(message)


def not_written(message: str) -> ClickException:
    """To raise: a file that could not be written, and not because of its path: the report does not arrive."""
    from click import ClickException

    from ..terminal.exit_codes import NOT_JUDGED

    class NotWrittenError(ClickException):
        exit_code = NOT_JUDGED

    return NotWrittenError(message)


def shown_errors() -> type[ClickException]:
    """What click shows to the user, for an `except`."""
    from click import ClickException

    return ClickException


def warn(text: str) -> None:
    """Writes a line to standard error."""
    from click import echo

    echo(text, err=True)
