"""Small git repositories, and the events that GitHub would run a workflow for."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from .runner import Event

NAME = "acme/shop"
FORK = "mallory/shop"
EXAMPLES = Path(__file__).parents[2] / "examples"
GOOD = (EXAMPLES / "echo" / "rate-limit.yaml").read_text("utf-8")
SERVICE = (EXAMPLES / "echo" / "service.yaml").read_text("utf-8")
BAD = (EXAMPLES / "broken" / "rate-limit.yaml").read_text("utf-8")
"""Three errors, each of them one that kubectl accepts."""

IDENTITY = {
    "GIT_AUTHOR_NAME": "A. Newcomer",
    "GIT_AUTHOR_EMAIL": "newcomer@example.com",
    "GIT_COMMITTER_NAME": "A. Newcomer",
    "GIT_COMMITTER_EMAIL": "newcomer@example.com",
    # Nothing of the machine's own configuration.
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


class Repository(NamedTuple):
    """A work tree."""

    folder: Path

    def git(self, *arguments: str) -> str:
        """What git prints; raises CalledProcessError."""
        inherited = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
        ran = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=inherited | IDENTITY,
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.strip()

    def write(self, **files: str) -> None:
        """Writes files; `__` in a name stands for `/`, and what has no suffix gets `.yaml`."""
        for name, text in files.items():
            self.put(f"{name.replace('__', '/')}.yaml", text)

    def put(self, path: str, text: str) -> None:
        """Writes a file, and the folders above it."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def commit(self, message: str = "A change") -> str:
        """Commits all there is, without hooks; gives the id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        """Begins a branch here, and goes there."""
        self.git("checkout", "--quiet", "-b", name)


def created(folder: Path, **files: str) -> Repository:
    """A repository with one commit on `main`."""
    folder.mkdir(parents=True)
    repository = Repository(folder)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.write(**files)
    repository.commit("What is there")
    return repository


def pull_request(repository: Repository, fork: bool = False, visibility: str = "public") -> Event:
    """The branch that is checked out is proposed for `main`: leaves the merge of both checked out, as GitHub makes it."""
    head, base = repository.git("rev-parse", "HEAD"), repository.git("rev-parse", "main")
    repository.git("checkout", "--quiet", "--detach", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", head)
    head_of = {"sha": head, "repo": {"full_name": FORK if fork else NAME}}
    proposed = {"pull_request": {"base": {"sha": base}, "head": head_of}}
    return Event("pull_request", _of_repository(visibility) | proposed, repository.git("rev-parse", "HEAD"))


def push(repository: Repository, visibility: str = "public") -> Event:
    """The commit that is checked out was pushed."""
    return Event("push", _of_repository(visibility), repository.git("rev-parse", "HEAD"))


def _of_repository(visibility: str) -> dict[str, Any]:
    return {"repository": {"full_name": NAME, "visibility": visibility}}
