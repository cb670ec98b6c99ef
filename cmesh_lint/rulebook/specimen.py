"""What the tool prints on a rule's bad example."""

from __future__ import annotations

from ..across.judge import together
from ..files import Source
from ..reports import text
from ..rule import Rule
from ..run import report
from ..versions import NEWEST, Version
from .page import without_wants


def printed(rule: Rule) -> str:
    """The text report on `bad.yaml`, judged for the newest Cilium the rule holds for."""
    version = Version.parse(rule.until) if rule.until else NEWEST
    outcomes = together([Source("bad.yaml", without_wants(rule.bad).encode())], [version])
    return text.render(report(outcomes, (version.text,)))
