"""argv → a command and the exit status: `cmesh-lint PATH…` lints, other first words are commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from .commands import direct
from .terminal import exit_codes

if TYPE_CHECKING:
    import click


def main() -> NoReturn:
    """The entry point of the program; ends the process."""
    import gc

    from .terminal.process import conduct

    # A CEC is tens of thousands of objects, nearly all of which are freed without the collector's help.
    gc.set_threshold(10_000)
    conduct(lambda: run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Runs the command line and gives the exit status. Nothing but an exit leaves it as an exception."""
    call = direct.read(args, os.environ)
    try:
        if call:
            return direct.run(call)
        from .commands import group

        return group.main(args) or exit_codes.CLEAN
    except (EOFError, KeyboardInterrupt):
        # click ends the line as well.
        print(file=sys.stderr)
        return exit_codes.INTERRUPTED
    except Exception as error:
        return _failed(error, call)


def _failed(error: Exception, call: direct.Call | None) -> int:
    """Says why a command failed, and gives the exit status."""
    import click

    from .terminal import streams

    if isinstance(error, click.ClickException):
        _show(error, call)
        return exit_codes.NOT_JUDGED if error.exit_code == exit_codes.NOT_JUDGED else exit_codes.USAGE
    if isinstance(error, click.Abort):
        return exit_codes.INTERRUPTED
    if isinstance(error, streams.OutputError):
        click.echo(f"Error: {error}", err=True)
        return exit_codes.NOT_JUDGED
    # The unexpected is caught once, here.
    from .terminal.about import unforeseen

    click.echo(unforeseen(), err=True)
    return exit_codes.NOT_JUDGED


def _show(trouble: click.ClickException, call: direct.Call | None) -> None:
    """Prints an error of the command line, which may quote the name of a file, and that may hold anything."""
    import io

    import click

    from .terminal import streams

    if call and isinstance(trouble, click.UsageError) and trouble.ctx is None:
        from .commands.group import context

        trouble.ctx = context(call.command)
    stream = io.StringIO()
    trouble.show(stream)
    click.echo(streams.plain(stream.getvalue()), err=True, nl=False)
