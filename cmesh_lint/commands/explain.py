"""`cmesh-lint explain`: the page of a rule, in the terminal."""

from __future__ import annotations

import os
import shutil
import sys

import click

from .. import streams
from ..rulebook import catalogue
from ..suggest import did_you_mean

_WIDEST = 100
"""Columns beyond which prose is hard to read."""


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [rule_id for rule_id in catalogue.ids() if rule_id.startswith(incomplete)]


@click.command()
@click.argument("rule_id", metavar="RULE", shell_complete=_complete)
def explain(rule_id: str) -> None:
    """Say what a rule catches, why, and how to mend it."""
    rule = catalogue.find(rule_id)
    if rule is None:
        hint = did_you_mean(rule_id, catalogue.ids()) or "; `cmesh-lint rules` lists all"
        raise click.UsageError(f"no rule is called `{rule_id}`{hint}")
    from ..rulebook import page
    from ..rulebook.specimen import printed

    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    coloured = streams.wants_colour("auto", sys.stdout, os.environ)
    streams.write_out(page.for_terminal(rule, printed(rule), columns, _bold if coloured else str))


def _bold(text: str) -> str:
    return click.style(text, bold=True)
