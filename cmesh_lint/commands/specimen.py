"""What the tool prints on a rule's bad example."""

from __future__ import annotations

from ..config.settings import Settings
from ..pipeline import of_sources
from ..reports import text
from ..rule import Rule
from ..rules.page import without_wants
from ..source.files import Source
from ..versions import NEWEST, Version


def render_example(rule: Rule) -> str:
    """The text report on `bad.yaml`, checked for the newest Cilium the rule holds for."""
    version = Version.parse(rule.until) if rule.until else NEWEST
    source = Source("bad.yaml", without_wants(rule.page().bad).encode())
    return text.render(of_sources([source], Settings(paths=(), cilium_versions=(version,))))
