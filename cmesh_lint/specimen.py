"""What the tool prints on a rule's bad example."""

from __future__ import annotations

import os
import tempfile

from .page import without_wants
from .reports import text
from .rule import Rule
from .run import run
from .settings import Settings
from .versions import NEWEST, Version


def printed(rule: Rule) -> str:
    """The text report on `bad.yaml`, judged for the newest Cilium the rule holds for."""
    version = Version.parse(rule.until) if rule.until else NEWEST
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bad.yaml")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(without_wants(rule.bad))
        report = run(Settings(paths=(path,), cilium_versions=(version,)))
    return text.render(report).replace(folder + "/", "")
