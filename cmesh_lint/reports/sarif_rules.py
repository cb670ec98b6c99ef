"""Rules of SARIF: what a reader is told about a rule, from its card."""

from __future__ import annotations

from typing import Any, Literal

from ..finding import Severity
from ..links import rule_url
from ..rule import Rule
from ..rulebook import catalogue, page

Level = Literal["error", "warning", "note"]
LEVELS: dict[Severity, Level] = {"critical": "error", "error": "error", "warning": "warning", "info": "note"}

_PROBLEMS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "recommendation"}
"""GitHub's words for the severity of a rule."""
_COLUMNS = 100


def described(rule_id: str) -> dict[str, Any]:
    """The descriptor of a rule; of one that has no card, its id."""
    rule = catalogue.find(rule_id)
    return _described(rule) if rule else {"id": rule_id}


def _described(rule: Rule) -> dict[str, Any]:
    level = LEVELS[rule.severity]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.catches},
        "help": _help(rule),
        "helpUri": rule_url(rule.id),
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["cilium", "envoy", *([rule.gate] if rule.gate else [])],
            "precision": "high",
            "problem.severity": _PROBLEMS[level],
        },
    }


def _help(rule: Rule) -> dict[str, str]:
    # GitHub shows the help and not `helpUri`, so the address stands in both.
    text = page.for_terminal(rule, None, _COLUMNS, str)
    return {
        "text": f"{text}\n{rule_url(rule.id)}\n",
        "markdown": f"{page.markdown(rule, None)}\n[The page of this rule]({rule_url(rule.id)})\n",
    }
