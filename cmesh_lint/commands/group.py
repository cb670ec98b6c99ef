"""The command line as click reads it: `cmesh-lint PATH…` lints, other first words are commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, cast

import click

from . import BARE, COMMANDS, PROGRAM

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class DefaultsToLint(click.Group):
    """A group whose command may be left out: what is no command is a path or an option of `lint`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_") + ("_" if iskeyword(cmd_name) else "")
        return cast(click.Command, getattr(import_module(f".{name}", __package__), name))

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
        from ..terminal.about import about
        from ..terminal.streams import write_out

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


def main(args: Sequence[str]) -> int | None:
    """Runs a command line; raises what click shows."""
    status: int | None = cli.main(list(args), prog_name=PROGRAM, standalone_mode=False)
    return status


def context(command: str) -> click.Context:
    """The context of a call of a command, for an error to show how it is used."""
    above = cli.make_context(PROGRAM, [command], resilient_parsing=True)
    called = cli.get_command(above, command)
    assert called is not None
    return called.make_context(command, [], parent=above, resilient_parsing=True)
