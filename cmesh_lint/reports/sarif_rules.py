"""Rules of SARIF: what a reader is told about a rule, from its card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from ..finding import Finding, Severity
from ..links import url_of
from ..rule import Rule
from ..rules import catalogue
from ..rules import page as pages

Level = Literal["error", "warning", "note"]
LEVELS: dict[Severity, Level] = {"critical": "error", "error": "error", "warning": "warning", "info": "note"}

_PROBLEMS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "recommendation"}
"""GitHub's words for the severity of a rule."""
_COLUMNS = 100


def describe(finding: Finding, own: Sequence[Rule]) -> dict[str, Any]:
    """The descriptor of a finding's rule, a built-in one or one of the organisation's; without a card, its id."""
    rule = next((each for each in own if each.id == finding.rule), None) or catalogue.find(finding.rule)
    return _described(rule, url_of(finding)) if rule else {"id": finding.rule}


def _described(rule: Rule, url: str) -> dict[str, Any]:
    level = LEVELS[rule.severity]
    page = rule.page()
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": f"{page.title}."},
        "fullDescription": {"text": page.catches},
        "help": _help(rule, url),
        **({"helpUri": url} if url else {}),
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["cilium", "envoy", *([rule.gate] if rule.gate else [])],
            "precision": "high",
            "problem.severity": _PROBLEMS[level],
        },
    }


def _help(rule: Rule, url: str) -> dict[str, str]:
    # GitHub shows the help and not `helpUri`, so the address stands in both.
    text = pages.for_terminal(rule, None, _COLUMNS, str)
    return {
        "text": f"{text}\n{url}\n" if url else text,
        "markdown": pages.markdown(rule, None) + (f"\n[The page of this rule](<{url}>)\n" if url else ""),
    }
