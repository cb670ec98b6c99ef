"""Upgrade → what is printed: text for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..finding import Finding
from ..places import Place, spell
from ..redaction.printable import json_text, printable
from .check import Behaviour, Upgrade


def as_text(upgrade: Upgrade) -> str:
    """What comes, what goes, and what changes; one place a line, with the change explained once."""
    return "\n".join(map(printable, _lines(upgrade))) + "\n"


def _lines(upgrade: Upgrade) -> Iterator[str]:
    before, after = upgrade.before.text, upgrade.after.text
    yield (
        f"Cilium {before} to {after}: {_counted(len(upgrade.appear), 'finding')} new, {len(upgrade.vanish)} resolved,  "
        f"{upgrade.stay} unchanged; {_counted(len(upgrade.changes), 'place')} where the agent behaves differently"
    )
    for title, findings in (
        (f"new in {after}", upgrade.appear),
        (f"resolved by upgrading ({before} only)", upgrade.vanish),
    ):
        if findings:
            yield from ("", title)
            yield from map(_finding, findings)
    for change in dict.fromkeys(each.change for each in upgrade.changes):
        those = [each for each in upgrade.changes if each.change == change]
        yield from ("", f"{change}", f"  {before}: {those[0].before}", f"  {after}: {those[0].after}")
        yield from (f"  {_where(each.place)}  {each.object}" for each in those)
    for missed in upgrade.not_checked:
        yield from ("", f"not checked: {missed.file}: {missed.reason}")


def _finding(finding: Finding) -> str:
    return f"  {_where(finding.place)}  {finding.severity}[{finding.rule}] {finding.message}"


def _where(place: Place) -> str:
    return f"{place.file}:{place.span.line}:{place.span.column}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(upgrade: Upgrade) -> str:
    """The same as one object: `from`, `to`, `new`, `gone`, `unchanged`, `changes` and `not_checked`."""
    told = {
        "from": upgrade.before.text,
        "to": upgrade.after.text,
        "new": [_finding_object(each) for each in upgrade.appear],
        "gone": [_finding_object(each) for each in upgrade.vanish],
        "unchanged": upgrade.stay,
        "changes": [_change_object(each) for each in upgrade.changes],
        "not_checked": [each._asdict() for each in upgrade.not_checked],
    }
    return json_text(told) + "\n"


def _finding_object(finding: Finding) -> dict[str, Any]:
    return {
        **_place_object(finding.place),
        "rule": finding.rule,
        "severity": finding.severity,
        "gate": finding.gate,
        "message": finding.message,
        "object": finding.object._asdict() if finding.object else None,
    }


def _change_object(change: Behaviour) -> dict[str, Any]:
    return {
        **_place_object(change.place),
        "change": change.change,
        "before": change.before,
        "after": change.after,
        "object": change.object._asdict(),
    }


def _place_object(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "document": place.document,
        "path": spell(place.route),
        "line": place.span.line,
        "column": place.span.column,
    }
