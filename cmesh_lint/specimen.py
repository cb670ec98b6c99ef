"""What the tool prints on a rule's bad example."""

from __future__ import annotations

from .files import Source
from .lint import Linter
from .page import without_wants
from .reports import text
from .rule import Rule
from .run import report
from .versions import NEWEST, Version


def printed(rule: Rule) -> str:
    """The text report on `bad.yaml`, judged for the newest Cilium the rule holds for."""
    version = Version.parse(rule.until) if rule.until else NEWEST
    outcome = Linter((version,)).lint(Source("bad.yaml", without_wants(rule.bad).encode()))
    return text.render(report([outcome], (version.text,)))
