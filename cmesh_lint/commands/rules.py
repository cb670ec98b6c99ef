"""`cmesh-lint rules`: all rules, one a line."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from .. import streams
from ..links import rule_url
from ..rule import Rule
from ..rulebook import catalogue


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to list them.")
def rules(form: str) -> None:
    """List the rules: id, severity, gate and title."""
    cards = catalogue.every()
    if form == "json":
        streams.write_out(_as_json(cards), "utf-8")
    else:
        streams.write_out(_as_table(cards))


def _as_table(cards: Sequence[Rule]) -> str:
    rows = [(card.id, card.severity, card.gate or "-", card.title) for card in cards]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "".join(
        f"{rule_id:<{widths[0]}}  {severity:<{widths[1]}}  {gate:<{widths[2]}}  {title}\n"
        for rule_id, severity, gate, title in rows
    )


def _as_json(cards: Sequence[Rule]) -> str:
    listed = [
        {
            "id": card.id,
            "severity": card.severity,
            "gate": card.gate,
            "title": card.title,
            "since": card.since,
            "until": card.until,
            "url": rule_url(card.id),
        }
        for card in cards
    ]
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"
