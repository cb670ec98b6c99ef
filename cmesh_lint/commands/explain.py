"""`cmesh-lint explain`: the page of a rule, in the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from ..config.rego import SHIPPED
from ..rules import catalogue
from ..suggest import did_you_mean
from ..terminal import streams
from .organisation import load

if TYPE_CHECKING:
    from ..rego.ruleset import Ruleset

_WIDEST = 100
"""Columns beyond which prose is hard to read."""


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [rule_id for rule_id in catalogue.ids() if rule_id.startswith(incomplete)]


@click.command()
@click.argument("rule_id", metavar="RULE", shell_complete=_complete)
def explain(rule_id: str) -> None:
    """Explain a rule: what it detects, why, and the fix.

    RULE is the id of a built-in rule, of a bundled custom rule, or of a custom rule that the configuration names.
    """
    own = _holding(rule_id) if catalogue.find(rule_id) is None else None
    streams.write_out(page_of(rule_id, own))


def _holding(rule_id: str) -> Ruleset | None:
    """The rules that the configuration names where that one is among them, else those that are shipped.

    A report names shipped rules without a configuration, too: after `--rules shipped`.
    """
    for sources in ((), (SHIPPED,)):
        rules = load(sources)
        if rules is not None and any(each.rule.id == rule_id for each in rules.rules):
            return rules
    return load(())


def page_of(rule_id: str, own: Ruleset | None) -> str:
    """The page of a built-in rule, or of a custom one. Raises click.UsageError where there is none."""
    from ..rules import page

    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    bold = _bold if streams.wants_colour("auto", sys.stdout, os.environ) else str
    rule = catalogue.find(rule_id)
    if rule is not None:
        from .specimen import render_example

        return page.for_terminal(rule, render_example(rule), columns, bold)
    theirs = next((each for each in own.rules if each.rule.id == rule_id), None) if own else None
    if theirs is None or own is None:
        known = [*catalogue.ids(), *(each.rule.id for each in (own.rules if own else ()))]
        hint = did_you_mean(rule_id, known) or "; `cmesh-lint rules` lists all"
        raise click.UsageError(f"there is no rule `{rule_id}`{hint}")
    from ..rego.authoring import handbook

    # What strangers wrote; the lines are ours, and so is what makes titles bold.
    rule = theirs.rule._replace(**{key: _shown(text) for key, text in theirs.rule._asdict().items()})
    return page.for_terminal(rule, handbook.render(theirs, own), columns, bold)


def _shown(value: Any) -> Any:
    from ..redaction.printable import printable

    return "\n".join(map(printable, value.split("\n"))) if isinstance(value, str) else value


def _bold(text: str) -> str:
    return click.style(text, bold=True)
