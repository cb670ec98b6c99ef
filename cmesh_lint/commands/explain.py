"""`cmesh-lint explain`: the page of a rule, in the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ..config.rego import SHIPPED
from ..links import rule_url
from ..rule import Page, Rule
from ..rules import catalogue
from ..suggest import did_you_mean
from ..terminal import streams
from .organisation import load

if TYPE_CHECKING:
    from ..rego.ruleset import RegoRule, Ruleset
    from ..rules.page import Ink

_WIDEST = 100
"""Columns beyond which prose is hard to read."""


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [rule_id for rule_id in catalogue.ids() if rule_id.startswith(incomplete)]


@click.command()
@click.argument("rule_id", metavar="RULE", shell_complete=_complete)
@click.option("--full", is_flag=True, help="Print the whole page: what the rule detects, whole examples, the report.")
def explain(rule_id: str, full: bool) -> None:
    """Explain a rule on one screen: why it matters, and how to fix it.

    RULE is the id of a built-in rule, of a bundled custom rule, or of a custom rule that the configuration names.
    """
    own = _holding(rule_id) if catalogue.find(rule_id) is None else None
    streams.write_out(page_of(rule_id, own) if full else screen_of(rule_id, own))


def _holding(rule_id: str) -> Ruleset | None:
    """The rules that the configuration names where that one is among them, else those that are shipped.

    A report names shipped rules without a configuration, too: after `--rules shipped`.
    """
    for sources in ((), (SHIPPED,)):
        rules = load(sources)
        if rules is not None and any(each.rule.id == rule_id for each in rules.rules):
            return rules
    return load(())


def screen_of(rule_id: str, own: Ruleset | None) -> str:
    """What fits on one screen of the page of a rule. Raises click.UsageError where there is none."""
    from ..rules import page

    rule = catalogue.find(rule_id)
    if rule is not None:
        return page.brief(rule, _columns(), _ink(), rule_url(rule.id))
    theirs, _ = _theirs(rule_id, own)
    return page.brief(_printable(theirs.rule), _columns(), _ink(), _shown(theirs.url))


def page_of(rule_id: str, own: Ruleset | None) -> str:
    """The page of a built-in rule, or of a custom one. Raises click.UsageError where there is none."""
    from ..rules import page

    rule = catalogue.find(rule_id)
    if rule is not None:
        from .specimen import render_example

        return page.for_terminal(rule, render_example(rule), _columns(), _ink().bold)
    theirs, rules = _theirs(rule_id, own)
    from ..rego.authoring import handbook

    return page.for_terminal(_printable(theirs.rule), handbook.render(theirs, rules), _columns(), _ink().bold)


def _theirs(rule_id: str, own: Ruleset | None) -> tuple[RegoRule, Ruleset]:
    """The organisation's rule of that id, and all of them."""
    theirs = next((each for each in own.rules if each.rule.id == rule_id), None) if own else None
    if theirs is None or own is None:
        known = [*catalogue.ids(), *(each.rule.id for each in (own.rules if own else ()))]
        hint = did_you_mean(rule_id, known) or "; `cmesh-lint rules` lists all"
        raise click.UsageError(f"there is no rule `{rule_id}`{hint}")
    return theirs, own


def _columns() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _ink() -> Ink:
    from ..rules.page import Ink

    if not streams.wants_colour("auto", sys.stdout, os.environ):
        return Ink()
    return Ink(partial(click.style, bold=True), partial(click.style, fg="green"), partial(click.style, fg="red"))


def _printable(rule: Rule) -> Rule:
    """A card that strangers wrote; what is around their lines is ours, and so is the colour."""
    shown: Rule = _all_shown(rule)
    page: Page = _all_shown(rule.page())
    return shown._replace(page=lambda: page)


def _all_shown(told: Any) -> Any:
    """A named tuple with its texts, and those in tuples, as they may be printed."""
    return told._replace(
        **{
            name: tuple(map(_shown, value)) if isinstance(value, tuple) else _shown(value)
            for name, value in told._asdict().items()
        }
    )


def _shown(value: Any) -> Any:
    from ..redaction.printable import printable

    return "\n".join(map(printable, value.split("\n"))) if isinstance(value, str) else value
