"""A repository to change, with the working directory in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = Repository(tmp_path / "repository")
    monkeypatch.chdir(made.folder)
    return made
