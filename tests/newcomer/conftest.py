"""What a newcomer's machine needs, and what stands for GitHub: fixtures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from action.machine import act, environment, installed
from action.repository import Repository

from cmesh_lint import __version__

__all__ = ["act", "installed"]

ROOT = Path(__file__).parents[2]
PUBLISHED = "https://github.com/cmesh-lint/cmesh-lint"
PACKAGED = ("cmesh_lint", "schemas", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What of the repository a hook is installed from."""


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the release of this code, as pre-commit would fetch it."""
    repository = Repository(tmp_path_factory.mktemp("release"))
    listing = ["git", "ls-files", "-z", "--", *PACKAGED]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            target = repository.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.commit("Release")
    repository.git("tag", f"v{__version__}")
    return repository.folder


@pytest.fixture(scope="session")
def machine(release: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a shell with a fresh virtual environment, where our address at GitHub leads to the release."""
    folder = tmp_path_factory.mktemp("newcomer")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    shell = environment(wheel)
    return shell | {
        "PATH": f"{folder / 'venv' / 'bin'}:{shell['PATH']}",
        # Configuration that pre-commit hands on to the git it runs; it drops the paths of files.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{release.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": PUBLISHED,
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
    }
