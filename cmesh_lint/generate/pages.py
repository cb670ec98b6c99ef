"""Writes the pages of the rules, `docs/rules/<id>.md`, and their index: `python -m cmesh_lint.generate.pages`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..commands.specimen import render_example
from ..rule import Rule
from ..rules import catalogue, page
from ..rules.left_out import LEFT_OUT

COMMAND = "python -m cmesh_lint.generate.pages"
NOTE = f"<!-- Made by `{COMMAND}` from the rules in cmesh_lint/rules; changes belong there. -->\n\n"
FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def pages(rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    yield "README.md", NOTE + index(rules)
    yield "left-out.md", NOTE + left_out()
    for rule in rules:
        yield f"{rule.id}.md", NOTE + page.markdown(rule, render_example(rule))
        # Reports of older releases link to the page of the id that they know.
        for former in rule.formerly:
            yield f"{former}.md", f"{NOTE}# {former}\n\nThis rule is now called [{rule.id}]({rule.id}.md).\n"


def index(rules: Sequence[Rule]) -> str:
    """The table of all rules."""
    rows = [f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.gate or '-'} | {rule.title} |" for rule in rules]
    return "\n".join(["# Rules", "", "| Rule | Severity | Gate | What is wrong |", "|---|---|---|---|", *rows]) + "\n"


def left_out() -> str:
    """The list of observed failures that no rule reports."""
    head = ["# Left out", "", "Failures that were observed and that no rule reports, with the reason.", ""]
    return "\n".join([*head, *(f"- {what}" for what in LEFT_OUT)]) + "\n"


def write(folder: Path) -> None:
    """Writes the pages of all rules into `folder`, and takes away those of rules that no longer exist."""
    wanted = dict(pages(catalogue.every()))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
