"""The addresses of the project on the web; no other module has one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .patterns import pattern

if TYPE_CHECKING:
    from .finding import Finding

REPOSITORY = "https://github.com/cmesh-lint/cmesh-lint"
ISSUES = f"{REPOSITORY}/issues"

_CHARACTER = r"(?:[\w.~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_ON_THE_WEB = pattern(rf"https?://\w{_CHARACTER}*(?:#{_CHARACTER}*)?", re.ASCII)
"""An address that every format can hold as it is."""


def rule_url(rule_id: str) -> str:
    """The page of a built-in check."""
    return f"{REPOSITORY}/blob/main/docs/rules/{rule_id}.md"


def shipped_url(rule_id: str) -> str:
    """The page of a rule in Rego that comes with the package."""
    return f"{REPOSITORY}/blob/main/docs/custom-rules/{rule_id}.md"


def url_of(finding: Finding) -> str:
    """Where to read about the rule of a finding; empty where its organisation gives no address on the web."""
    if finding.url is None:
        return rule_url(finding.rule)
    return finding.url if _ON_THE_WEB.fullmatch(finding.url) else ""
