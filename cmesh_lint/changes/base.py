"""What a change is compared with: a name of a commit → the commit it has in common with HEAD."""

from __future__ import annotations

import os

from ..config.settings import Base
from ..system import checkout
from ..system.git import NO, Git, GitError

_DEEPER = "this clone is shallow: fetch the history (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` in GitLab)"


def base(ref: str, folder: str) -> Base:
    """The base of a change in the repository of `folder`; raises GitError, in words for people."""
    top = checkout.top(folder)
    if not os.path.lexists(os.path.join(top, ".git")):
        raise GitError("there is no git repository here")
    git = Git(top)
    commit = _commit(git, ref)
    _commit(git, "HEAD")
    return Base(ref, _common(git, ref, commit), top)


def _commit(git: Git, ref: str) -> str:
    # What begins with a hyphen would be an option.
    if not ref or ref.startswith("-"):
        raise GitError(f"`{ref}` is not a commit")
    try:
        return git.asked("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    except GitError as error:
        if error.status != NO:
            raise
        raise GitError(f"there is no commit `{ref}`{_hint(git)}") from error


def _common(git: Git, ref: str, commit: str) -> str:
    try:
        return git.asked("merge-base", commit, "HEAD").decode().strip()
    except GitError as error:
        if error.status != NO:
            raise
        raise GitError(f"`{ref}` and HEAD have no common commit{_hint(git)}") from error


def _hint(git: Git) -> str:
    shallow = git.asked("rev-parse", "--is-shallow-repository").strip() == b"true"
    return f"; {_DEEPER}" if shallow else ""
