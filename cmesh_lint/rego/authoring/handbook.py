"""The pages of a folder of rules: made from their cards by `cmesh-lint rules docs`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ...config.rego import Rego
from ...finding import Counts
from ...report import Report
from ...reports import text
from ...rules import page
from ...versions import NEWEST
from ..ruleset import RegoRule, Ruleset
from . import examples

NOTE = "<!-- Made by `{command}` from the metadata of the rules; edit them there. -->"
_LOOSE = "Rules"


def handbook(rules: Ruleset, command: str) -> str:
    """Markdown on one page: a table of all rules, then a section for each, by group."""
    cards = _cards(rules)
    lines = [NOTE.format(command=command), "", "# Rules", "", *_table(cards, "#{}")]
    for group in _groups(cards):
        lines += ["", f"## {group}"]
        for each in cards:
            if (each.card.group or _LOOSE) == group:
                lines += ["", *_section(each, rules, "###")]
    return "\n".join(lines) + "\n"


def pages(rules: Ruleset, command: str) -> dict[str, str]:
    """The same on many pages, by file name: `README.md` has the tables, `<id>.md` a rule."""
    cards = _cards(rules)
    note = NOTE.format(command=command)
    index = [note, "", "# Custom rules"]
    for group in _groups(cards):
        index += ["", f"## {group}", ""]
        index += _table([each for each in cards if (each.card.group or _LOOSE) == group], "{}.md")
    found = {f"{each.rule.id}.md": "\n".join([note, "", *_section(each, rules, "#")]) + "\n" for each in cards}
    return {"README.md": "\n".join(index) + "\n", **found}


def is_ours(text: str) -> bool:
    """Whether a page is one that was made here."""
    return text.startswith(NOTE.partition("{")[0])


def _cards(rules: Ruleset) -> list[RegoRule]:
    """Each rule once, by id."""
    return sorted({each.rule.id: each for each in reversed(rules.rules)}.values(), key=lambda each: each.rule.id)


def _groups(cards: Sequence[RegoRule]) -> list[str]:
    return sorted({each.card.group or _LOOSE for each in cards})


def render(rule: RegoRule, rules: Ruleset) -> str | None:
    """What the tool prints on the bad example; None where there is none."""
    if not rule.card.bad:
        return None
    found, missed = examples.run_example(rules.only([rule.package]), Rego(), page.without_wants(rule.card.bad))
    counts = Counts(files=1, manifests=1, configs=1)
    return text.render(Report(found, missed, counts, (NEWEST.text,)))


def _table(rules: Sequence[RegoRule], link: str) -> Iterator[str]:
    yield "| Rule | Severity | On | What is wrong |"
    yield "|---|---|---|---|"
    for each in rules:
        rule = each.rule
        default = "yes" if rule.default else "if enabled"
        yield f"| [{rule.id}]({link.format(rule.id)}) | {rule.severity} | {default} | {rule.title} |"


def _section(each: RegoRule, rules: Ruleset, heading: str) -> Iterator[str]:
    rule = each.rule
    off = "" if rule.default else "; off unless enabled"
    yield f"{heading} {rule.id}"
    yield ""
    yield f"{rule.title}."
    yield ""
    yield f"*{page.facts(rule)}{off}*"
    for title, kind, body in page.sections(rule, render(each, rules)):
        yield ""
        yield f"**{title}**" if heading == "###" else f"{heading}# {title}"
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
            yield f"- `{name}`: {description} Default: `{json.dumps(default, ensure_ascii=False)}`."


def _links(each: RegoRule) -> Iterator[str]:
    if each.card.links:
        yield ""
        yield "See " + ", ".join(f"[{link.title or link.url}]({link.url})" for link in each.card.links) + "."
