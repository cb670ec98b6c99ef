"""Git, asked so that nothing a repository says is executed, written or fetched.

The program itself, as the user has it: GitPython runs it without these guards, and dulwich knows fewer repositories.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ..tuples import NamedTuple

NO = 1
"""The exit status of git where it has understood, and the answer is no or nothing."""


SECONDS = 120
"""How long git may take for one answer: the files of a large repository on a slow disk."""
OUTPUT = 512 << 20
"""Bytes of an answer: the names of some million files."""


class GitError(Exception):
    """There is no git, or it fails; the text is what it says, one line."""

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status
        """The exit status of git, where it ran."""


class Git(NamedTuple):
    """Git in a folder."""

    folder: str
    index_file: str | None = None
    """The file of the index, where it is another one than the repository's: that of a commit that is being made."""

    def asked(self, *arguments: str) -> bytes:
        """What git prints; raises GitError."""
        from .child_processes import run

        asking = command(*arguments)
        try:
            answer = run(asking, cwd=self.folder, env=self.environment(), timeout=SECONDS, output_limit=OUTPUT)
        except OSError as error:
            raise GitError(f"git cannot be run: {(error.strerror or str(error)).lower()}") from error
        if answer.overrun:
            bound = f"within {SECONDS} s" if answer.overrun == "time" else f"with {OUTPUT >> 20} MiB"
            raise GitError(f"`git {arguments[0]}` did not finish {bound}")
        if answer.returncode != 0:
            text = _complaint(answer.stderr) or f"`git {arguments[0]}` failed"
            raise GitError(text, answer.returncode)
        return answer.stdout

    def names(self, *arguments: str) -> list[str]:
        """The NUL-separated names that git prints; raises GitError."""
        return os.fsdecode(self.asked(*arguments)).split("\0")[:-1]

    def environment(self) -> Mapping[str, str]:
        """The variables git is called with."""
        # Set by git for its hooks; most would point at another repository than the one at hand.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        if self.index_file is not None:
            clean["GIT_INDEX_FILE"] = self.index_file
        # What a partial clone lacks would be fetched, by programs that its configuration names. Not every git knows
        # the first of the two.
        return clean | {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_OPTIONAL_LOCKS": "0"}


def command(*arguments: str) -> tuple[str, ...]:
    """The command line that asks git something."""
    # A repository's own configuration can name programs: a file system monitor, hooks.
    return ("git", "--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", *arguments)


def _complaint(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    fatal = (line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: "))
    return next(fatal, lines[-1] if lines else "")
