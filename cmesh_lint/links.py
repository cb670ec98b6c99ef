"""Where the project lives on the web. No other module spells an address of it."""

from __future__ import annotations

REPOSITORY = "https://github.com/cmesh-lint/cmesh-lint"
ISSUES = f"{REPOSITORY}/issues"


def rule_url(rule_id: str) -> str:
    """The page of a rule."""
    return f"{REPOSITORY}/blob/main/docs/rules/{rule_id}.md"
