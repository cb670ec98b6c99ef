"""The table of extensions is what its generator makes of the facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmesh_lint.generate.extensions import rendered

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "extensions"


@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts are not beside this checkout")
def test_the_table_is_made_from_the_facts() -> None:
    assert (ROOT / "schemas" / "extensions.json").read_text(encoding="utf-8") == rendered(FACTS)
