"""What the tool prints on a rule's bad example."""

from __future__ import annotations

from .across import together
from .files import Source
from .page import without_wants
from .reports import text
from .rule import Rule
from .run import report
from .versions import NEWEST, Version


def printed(rule: Rule) -> str:
    """The text report on `bad.yaml`, judged for the newest Cilium the rule holds for."""
    version = Version.parse(rule.until) if rule.until else NEWEST
    outcomes = together([Source("bad.yaml", without_wants(rule.bad).encode())], [version])
    return text.render(report(outcomes, (version.text,)))
