"""The hooks of pre-commit: two files, one source, and what pre-commit itself takes them for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pre_commit.clientlib import load_manifest

from cmesh_lint.generate import hooks

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", "pre-commit-hooks.yaml"])
def test_both_files_are_made_of_one_source(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == hooks.text()


def test_pre_commit_takes_them(tmp_path: Path) -> None:
    hooks.write(tmp_path)
    first, second = (load_manifest(str(tmp_path / name)) for name in hooks.FILES)
    assert first == second
    assert [(each["id"], each["entry"], each["always_run"], each["pass_filenames"]) for each in first] == [
        ("cmesh-lint", "cmesh-lint hook", True, True),
        ("cmesh-lint-render", "cmesh-lint render --check", True, False),
    ]
