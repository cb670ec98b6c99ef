"""`cmesh-lint lint`: argv and environment → what `lint_run` takes."""

from __future__ import annotations

from typing import Any

import click

from ..reports import FORMATS
from ..terminal.exit_codes import USAGE
from . import BARE
from .lint_run import refuse_nothing, run_lint
from .options.comparing import comparing_options
from .options.judging import judging_options, option


class _Ordered(click.Command):
    """A command that remembers the order of its options, so that each --output finds its --format."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[__name__] = tuple(param.name for param in order)
        return super().parse_args(ctx, args)


@click.command(cls=_Ordered)
@click.argument("paths", nargs=-1, type=click.Path())
@option("--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Report format; repeatable.")
@option(
    "--output",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write the preceding --format to this file instead of standard output.",
)
@judging_options
@comparing_options
@option("--progress/--no-progress", default=None, help="Show a progress bar.")
@click.pass_context
def lint(ctx: click.Context, /, **values: Any) -> int:
    """Check manifests: files, folders, or - for standard input.

    Options not given on the command line come from CMESH_LINT_* variables, then the nearest .cmesh-lint.yaml.
    """

    def folder() -> str:
        from ..system.temporary import folder as temporary

        return ctx.with_resource(temporary())

    def nothing() -> int:
        if not ctx.meta.get(BARE) or ctx.parent is None:
            refuse_nothing()
        # Whoever says nothing at all needs help.
        click.echo(ctx.parent.get_help(), err=True)
        return USAGE

    return run_lint(**values, order=ctx.meta[__name__], folder=folder, nothing=nothing)
