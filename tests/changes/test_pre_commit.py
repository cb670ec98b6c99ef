"""The hooks as pre-commit itself runs them: it clones the project, builds an environment and calls what is in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from docs.guides import Command, File, steps
from repositories import BAD, SERVICE, Repository

from cmesh_lint.rules.echo import ECHO

ROOT = Path(__file__).parents[2]
OTHER_BAD = BAD.replace("echo", "other")


class Said(NamedTuple):
    """What a program ended with and printed."""

    status: int
    text: str


class Source(NamedTuple):
    """A repository of the project, as it is in the checkout, and what pre-commit made of it."""

    folder: str
    commit: str
    home: str


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")[:-1]
    folder = tmp_path_factory.mktemp("source")
    for name in names:
        if os.path.isfile(ROOT / name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return Source(str(folder), Repository(folder).commit(), str(tmp_path_factory.mktemp("home")))


def call(source: Source, repository: Repository, *command: str) -> Said:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CMESH_LINT_"))}
    environment |= {
        "PRE_COMMIT_HOME": source.home,
        "PATH": os.pathsep.join([os.path.dirname(sys.executable), environment["PATH"]]),
    }
    environment |= {"PRE_COMMIT_COLOR": "never", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=repository.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return Said(done.returncode, done.stdout.decode())


@pytest.fixture
def configured(repository: Repository, source: Source) -> Repository:
    """A repository whose commits pre-commit checks."""
    hooks = [{"id": "cmesh-lint"}]
    repos = [{"repo": source.folder, "rev": source.commit, "hooks": hooks}]
    repository.commit({".pre-commit-config.yaml": yaml.safe_dump({"repos": repos})})
    assert call(source, repository, "pre-commit", "install").status == 0
    return repository


def commit(source: Source, repository: Repository, *options: str) -> Said:
    """A commit as people make it, with whatever is staged."""
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.invalid")
    return call(source, repository, "git", *identity, "commit", "-m", "a change", *options)


def test_try_repo(repository: Repository, source: Source) -> None:
    """The way people try a hook: nothing is prepared, everything is fetched and built."""
    repository.commit({"a.yaml": ECHO, "service.yaml": SERVICE, "old.yaml": OTHER_BAD})
    repository.write({"b.yaml": BAD.replace("echo", "new")})
    repository.git("rm", "-q", "service.yaml")
    repository.git("add", "-A")
    said = call(source, repository, "pre-commit", "try-repo", source.folder, "cmesh-lint")
    assert said.status == 1
    assert "a.yaml:10:11: error[unknown-service]: Service `default/echo` is not in these files" in said.text
    assert "b.yaml:43:5: error[unknown-field]" in said.text
    assert "old.yaml:" not in said.text


def test_a_good_commit(configured: Repository, source: Source) -> None:
    configured.write({"a.yaml": ECHO, "service.yaml": SERVICE})
    configured.git("add", "-A")
    said = commit(source, configured)
    assert (said.status, "cmesh-lint" in said.text, "Passed" in said.text) == (0, True, True)


def test_a_bad_commit_is_stopped_and_mended(configured: Repository, source: Source) -> None:
    configured.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "before")
    configured.write({"a.yaml": BAD})
    configured.git("add", "-A")
    said = commit(source, configured)
    assert said.status == 1
    assert "a.yaml:43:5: error[unknown-field]: unknown field `connect_timeoutt` in Cluster" in said.text
    configured.write({"a.yaml": ECHO})
    configured.git("add", "-A")
    assert commit(source, configured).status == 0


def test_a_commit_of_nothing_relevant(configured: Repository, source: Source) -> None:
    configured.write({"bad.yaml": BAD})
    configured.git("add", "-A")
    configured.git("commit", "-q", "--no-verify", "-m", "before")
    configured.write({"README.md": "CiliumEnvoyConfig\n"})
    configured.git("add", "-A")
    said = commit(source, configured)
    assert (said.status, "Passed" in said.text) == (0, True)


def test_a_commit_that_takes_a_service_away(configured: Repository, source: Source) -> None:
    configured.write({"a.yaml": ECHO, "service.yaml": SERVICE})
    configured.git("add", "-A")
    assert commit(source, configured).status == 0
    (configured.folder / "service.yaml").unlink()
    # With -a, git puts the change into an index of its own, and tells the hook where that is.
    said = commit(source, configured, "-a")
    assert said.status == 1
    assert "a.yaml:10:11: error[unknown-service]" in said.text


def test_all_files(configured: Repository, source: Source) -> None:
    files = {f"{number}.yaml": BAD.replace("echo", f"name-{number}") for number in range(3)}
    configured.write({**files, "good.yaml": ECHO, "apps.json": '{"a": 1}'})
    configured.git("add", "-A")
    configured.git("commit", "-q", "--no-verify", "-m", "before")
    said = call(source, configured, "pre-commit", "run", "--all-files")
    assert said.status == 1
    assert [name for name in files if f"{name}:43:5: error[unknown-field]" in said.text] == list(files)


def test_what_is_not_staged_is_not_judged(configured: Repository, source: Source) -> None:
    configured.write({"a.yaml": ECHO})
    configured.git("add", "-A")
    configured.write({"a.yaml": BAD})
    assert commit(source, configured).status == 0
    assert (configured.folder / "a.yaml").read_text() == BAD
    configured.git("add", "-A")
    configured.write({"a.yaml": ECHO})
    assert commit(source, configured).status == 1


def test_arguments_and_the_configuration_file(configured: Repository, source: Source) -> None:
    configured.write({"a.yaml": BAD, ".cmesh-lint.yaml": "severity: {unknown-field: warning}\n"})
    configured.git("add", "-A")
    everything = ("pre-commit", "run", "--all-files")
    assert call(source, configured, *everything).status == 0
    config = configured.folder / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace("id: cmesh-lint", "id: cmesh-lint\n    args: [--fail-level, warning]"))
    configured.git("add", "-A")
    said = call(source, configured, *everything)
    assert said.status == 1
    assert "a.yaml:43:5: warning[unknown-field]" in said.text


def test_the_guide(repository: Repository, source: Source) -> None:
    """Its file, but for where the project is found, and its commands."""
    shown = {step.path: yaml.safe_load(step.text) for step in steps("pre-commit.md") if isinstance(step, File)}
    config = shown[".pre-commit-config.yaml"]
    config["repos"][0] |= {"repo": source.folder, "rev": source.commit}
    repository.commit({".pre-commit-config.yaml": yaml.safe_dump(config), "a.yaml": ECHO, "service.yaml": SERVICE})
    repository.git("checkout", "-q", "-b", "change")
    repository.git("rm", "-q", "service.yaml")
    repository.commit()
    commands = [step.line for step in steps("pre-commit.md") if isinstance(step, Command)]
    everything, some = (call(source, repository, *line.split()) for line in commands)
    # Of the whole it is not known whether the Service is elsewhere; of the change it is known that it was here.
    assert (everything.status, some.status) == (0, 1)
    assert "a.yaml:10:11: error[unknown-service]" in some.text


STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: echo, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  timeout: 3s
"""


def test_rendered_stanzas(configured: Repository, source: Source) -> None:
    config = configured.folder / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace("id: cmesh-lint", "id: cmesh-lint-render"))
    configured.write({"apps/echo.yaml": STANZA})
    rendered = (sys.executable, "-m", "cmesh_lint", "render", "apps")
    assert call(source, configured, *rendered).status == 0
    configured.git("add", "-A")
    assert commit(source, configured).status == 0
    configured.write({"apps/echo.yaml": STANZA.replace("3s", "4s")})
    configured.git("add", "-A")
    said = commit(source, configured)
    assert (said.status, "cmesh-lint-render" in said.text) == (1, True)
    assert "apps/cmesh-lint.rendered.yaml" in said.text
    assert call(source, configured, *rendered).status == 0
    configured.git("add", "-A")
    assert commit(source, configured).status == 0
