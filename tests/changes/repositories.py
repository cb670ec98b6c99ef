"""Small git repositories, made and changed for a test."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cmesh_lint.rule import fix_example
from cmesh_lint.rules.echo import ECHO

BAD = fix_example(ECHO, ("connect_timeout: 5s", "connect_timeoutt: 5s"))
"""A CEC with a field that there is not."""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: echo
  namespace: default
spec:
  ports:
  - port: 80
"""


class Repository:
    """A repository in a folder; every commit is of all there is."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "protocol.file.allow=always")
        done = subprocess.run(["git", *identity, *arguments], cwd=self.folder, check=True, capture_output=True)
        return done.stdout.decode()

    def write(self, files: dict[str, str | bytes]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, files: dict[str, str | bytes] | None = None) -> str:
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "manifests")
        return self.git("rev-parse", "HEAD").strip()
