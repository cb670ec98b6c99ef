"""The README of a folder of rules: made from their cards by `cmesh-lint rules docs`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ..finding import Counts, Report
from ..reports import text
from ..rulebook import page
from ..versions import NEWEST
from . import examples
from .ruleset import RegoRule, Ruleset
from .settings import Rego

NOTE = "<!-- Made by `{command}` from the cards of the rules; changes belong there. -->"
_LOOSE = "Rules"


def handbook(rules: Ruleset, command: str) -> str:
    """Markdown: a table of all rules, then a section for each, by group."""
    cards = sorted({each.rule.id: each for each in reversed(rules.rules)}.values(), key=lambda each: each.rule.id)
    lines = [NOTE.format(command=command), "", "# Rules", "", *_table(cards)]
    for group in sorted({each.card.group or _LOOSE for each in cards}):
        lines += ["", f"## {group}"]
        for each in cards:
            if (each.card.group or _LOOSE) == group:
                lines += ["", *_section(each, rules)]
    return "\n".join(lines) + "\n"


def printed(rule: RegoRule, rules: Ruleset) -> str | None:
    """What the tool prints on the bad example; None where there is none."""
    if not rule.card.bad:
        return None
    found, missed = examples.said(rules.only([rule.package]), Rego(), page.without_wants(rule.card.bad))
    counts = Counts(files=1, manifests=1, configs=1)
    return text.render(Report(found, missed, counts, (NEWEST.text,)))


def _table(rules: Sequence[RegoRule]) -> Iterator[str]:
    yield "| Rule | Severity | On | What is wrong |"
    yield "|---|---|---|---|"
    for each in rules:
        rule = each.rule
        default = "yes" if rule.default else "if asked for"
        yield f"| [{rule.id}](#{rule.id}) | {rule.severity} | {default} | {rule.title} |"


def _section(each: RegoRule, rules: Ruleset) -> Iterator[str]:
    rule = each.rule
    off = "" if rule.default else "; off unless it is asked for"
    yield f"### {rule.id}"
    yield ""
    yield f"{rule.title}."
    yield ""
    yield f"*{page.facts(rule)}{off}*"
    for title, kind, body in page.sections(rule, printed(each, rules)):
        yield ""
        yield f"**{title}**"
        yield ""
        yield body if kind == "prose" else f"```{kind}\n{body}\n```"
    yield from _parameters(each)
    yield from _links(each)


def _parameters(each: RegoRule) -> Iterator[str]:
    if each.card.parameters:
        yield ""
        yield f"**Parameters**, below `{each.rule.id}` in `parameters` of the configuration"
        yield ""
        for name, description, default in each.card.parameters:
            yield f"- `{name}`: {description} Without it: `{json.dumps(default, ensure_ascii=False)}`."


def _links(each: RegoRule) -> Iterator[str]:
    if each.card.links:
        yield ""
        yield "See " + ", ".join(f"[{link.title or link.url}]({link.url})" for link in each.card.links) + "."
