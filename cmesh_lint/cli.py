"""argv → a command and the exit status: `cmesh-lint PATH…` lints, other first words are commands."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, NoReturn, cast

import click

from .commands import BARE, COMMANDS
from .terminal import exit_codes, streams

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

PROGRAM = "cmesh-lint"


class DefaultsToLint(click.Group):
    """A group whose command may be left out: what is no command is a path or an option of `lint`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_") + ("_" if iskeyword(cmd_name) else "")
        return cast(click.Command, getattr(import_module(f".commands.{name}", __package__), name))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            ctx.meta[BARE] = True
            args = ["lint"]
        _refuse_ambiguous(args)
        if args and args[0] not in (*COMMANDS, *self._own_options(ctx)):
            args = ["lint", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and what `lint` takes: its options, or files."""
        from click.shell_completion import CompletionItem

        found = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return [*found, CompletionItem(incomplete, type="file")]
        lint = self.get_command(ctx, "lint")
        return found + (lint.shell_complete(click.Context(lint, parent=ctx), incomplete) if lint else [])

    def _own_options(self, ctx: click.Context) -> list[str]:
        return [option for param in self.get_params(ctx) for option in param.opts]


def _refuse_ambiguous(args: Sequence[str]) -> None:
    """Raises click.UsageError for what is an option by its looks and there as a file: pre-commit and `*` name files.

    Who writes `--` has said which is which.
    """
    for each in () if "--" in args else args:
        if each.startswith("-") and each != "-" and os.path.lexists(each):
            raise click.UsageError(f"`{each}` is both an option and the name of a file: write `--` before files")


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from .terminal.about import about
        from .terminal.streams import write_out

        write_out(about())
        ctx.exit()


@click.group(cls=DefaultsToLint, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version of the tool and of its schemas.",
)
def cli() -> None:
    """Check the Envoy configuration in CiliumEnvoyConfig (CEC) manifests as Cilium's agent and Envoy would.

    `cmesh-lint PATH…` is short for `cmesh-lint lint PATH…`; its options are listed by `cmesh-lint lint --help`.

    \b
    Exit status: 0  everything was checked, nothing at or above the fail level
                 1  findings at or above the fail level
                 2  wrong usage or configuration
                 3  something could not be checked, or there was nothing to check
    """


def main() -> NoReturn:
    """The entry point of the program; ends the process."""
    from .terminal.process import conduct

    # A CEC is tens of thousands of objects, nearly all of which are freed without the collector's help.
    gc.set_threshold(10_000)
    conduct(lambda: run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Runs the command line and gives the exit status. Nothing but an exit leaves it as an exception."""
    try:
        return cli.main(list(args), prog_name=PROGRAM, standalone_mode=False) or exit_codes.CLEAN
    except click.ClickException as trouble:
        _show(trouble)
        return exit_codes.NOT_JUDGED if trouble.exit_code == exit_codes.NOT_JUDGED else exit_codes.USAGE
    except (click.Abort, KeyboardInterrupt):
        return exit_codes.INTERRUPTED
    except streams.OutputError as error:
        click.echo(f"Error: {error}", err=True)
        return exit_codes.NOT_JUDGED
    except Exception:  # the unexpected is caught once, here
        from .terminal.about import unforeseen

        click.echo(unforeseen(), err=True)
        return exit_codes.NOT_JUDGED


def _show(trouble: click.ClickException) -> None:
    """Prints an error of the command line, which may quote the name of a file, and that may hold anything."""
    stream = io.StringIO()
    trouble.show(stream)
    click.echo(streams.plain(stream.getvalue()), err=True, nl=False)
