"""A machine that has installed cmesh-lint by the action: fixtures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from .repository import IDENTITY, Repository, created, push
from .runner import Event, Job, Runner

ACTION = Path(__file__).parents[2]
INSTALLING = "Install cmesh-lint"
_PASSED_ON = ("HOME", "LANG", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


class Installed(NamedTuple):
    """Where the first step of the action has put cmesh-lint."""

    temp: Path
    job: Job
    executed: Path
    """A file that is there if something of the repository was executed."""


def environment(wheel: Path) -> dict[str, str]:
    """What a machine sets where the wheel is the released version."""
    inherited = {
        name: text for name, text in os.environ.items() if name.upper() in _PASSED_ON or name.startswith("PIP_")
    }
    found = filter(None, [str(wheel.parent), os.environ.get("PIP_FIND_LINKS")])
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return inherited | IDENTITY | {"PATH": path, "PIP_FIND_LINKS": " ".join(found)}


def of_a_stranger(repository: Repository, executed: Path) -> None:
    """Leaves files in a repository that write the file `executed` if anything of them runs."""
    telling = f"open({str(executed)!r}, 'a').write(__file__ + '\\n')\n"
    modules = (
        "venv",
        "pip",
        "ensurepip",
        "sitecustomize",
        "usercustomize",
        "json",
        "click",
        "yaml",
        "re2",
        "cmesh_lint",
    )
    for module in modules:
        repository.put(f"{module}.py", telling)
    script = f"#!/bin/sh\necho ran >> {executed}\n"
    for place in ("tell.sh", "action/lint.sh", "bin/cmesh-lint", "git", "python3", "cmesh-lint/bin/python"):
        repository.put(place, script)
        (repository.folder / place).chmod(0o755)
    repository.put(".gitattributes", "* filter=tell diff=tell merge=tell\n")
    # A repository within the repository, as git can store it: what it says must not count.
    settings = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = ../tell.sh\n\tpager = ../tell.sh\n"
    for place, text in {"HEAD": "ref: refs/heads/main\n", "config": settings}.items():
        repository.put(f"inner/{place}", text)
    for place in ("objects", "refs"):
        repository.put(f"inner/{place}/keep", "")


def spied_on(repository: Repository) -> None:
    """Sets what git would execute in the repository's own configuration."""
    script = str(repository.folder / "tell.sh")
    for setting in ("core.fsmonitor", "core.pager", "core.editor", "diff.external", "core.sshCommand"):
        repository.git("config", setting, script)
    for setting in ("filter.tell.clean", "filter.tell.smudge", "filter.tell.process", "diff.tell.textconv"):
        repository.git("config", setting, script)
    hooks = repository.folder / ".git" / "hooks"
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (hooks / hook).write_text(f"#!/bin/sh\nexec {script}\n")
        (hooks / hook).chmod(0o755)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Runs the step that installs, in a stranger's repository, on a machine whose PYTHONPATH points there."""
    folder = tmp_path_factory.mktemp("machine")
    repository = created(folder / "shop")
    executed = folder / "executed"
    of_a_stranger(repository, executed)
    temp = folder / "temp"
    temp.mkdir()
    runner = Runner(repository.folder, temp, environment(wheel) | {"PYTHONPATH": str(repository.folder)})
    job = runner.run(ACTION, push(repository), skipped=frozenset({"Lint", "Upload to code scanning", "Verdict"}))
    return Installed(temp, job, executed)


Act = Callable[..., Job]


@pytest.fixture
def act(installed: Installed, wheel: Path, tmp_path: Path) -> Act:
    """`act(repository, event, {input: value})` runs the action on a machine where it is installed."""
    temp = tmp_path / "temp"
    temp.mkdir()
    (temp / "cmesh-lint").symlink_to(installed.temp / "cmesh-lint")

    def run(
        repository: Repository,
        event: Event,
        inputs: Mapping[str, str] | None = None,
        variables: Mapping[str, str] | None = None,
        refused: frozenset[str] = frozenset(),
    ) -> Job:
        machine = environment(wheel) | (variables or {})
        return Runner(repository.folder, temp, machine, refused).run(
            ACTION, event, inputs, skipped=frozenset({INSTALLING})
        )

    return run
