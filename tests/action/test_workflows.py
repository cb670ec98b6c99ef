"""actionlint and shellcheck have nothing to say of the action, of its scripts, and of the workflows that use it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "github").glob("*.yml"))
OWN = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = sorted((ROOT / "action").glob("*.sh"))
USES_IT = """\
on: pull_request
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: ./
        id: lint
        with:
          {given}: "1.20"
      - run: echo "$SARIF"
        env:
          SARIF: ${{{{ steps.lint.outputs.{output} }}}}
"""


def said(*command: str, folder: Path = ROOT) -> str:
    """What a program complains about; it fails the test by not being there."""
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout


@pytest.mark.parametrize("path", [*EXAMPLES, *OWN], ids=lambda path: path.name)
def test_workflows_are_right(path: Path) -> None:
    assert said("actionlint", "-no-color", str(path)) == ""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_right(path: Path) -> None:
    assert path.stat().st_mode & 0o111
    assert said("shellcheck", str(path)) == ""


@pytest.mark.parametrize(
    "given, output, complaint",
    [
        ("cilium-version", "sarif-file", ""),
        ("cilium-versoin", "sarif-file", 'input "cilium-versoin" is not defined'),
        ("cilium-version", "sarif-flie", 'property "sarif-flie" is not defined'),
    ],
)
def test_the_action_is_read_by_actionlint(tmp_path: Path, given: str, output: str, complaint: str) -> None:
    """In a checkout of the action, `uses: ./` is held against its inputs and outputs."""
    checkout = tmp_path / "checkout"
    (checkout / ".git").mkdir(parents=True)
    shutil.copy(ROOT / "action.yml", checkout)
    workflow = checkout / ".github" / "workflows" / "lint.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(USES_IT.format(given=given, output=output))
    heard = said("actionlint", "-no-color", folder=checkout)
    assert complaint in heard
    assert bool(heard) == bool(complaint)


def test_what_is_used_is_pinned() -> None:
    """By the hash of a commit; our own action by its release, which is what a reader wants to see."""
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|cmesh-lint/cmesh-lint@v\d+\.\d+\.\d+")
    for path in (ROOT / "action.yml", *EXAMPLES, *OWN):
        used = re.findall(r"^\s*(?:- )?uses: (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert used
        assert [each for each in used if not pinned.fullmatch(each)] == [], path


def test_workflows_are_safe() -> None:
    """Permissions, templates in scripts, what is cached, what is pinned."""
    heard = said(
        "zizmor",
        "--offline",
        "--no-progress",
        "--format",
        "plain",
        ".github/workflows",
        "examples/github",
        "action.yml",
    )
    assert "No findings to report" in heard


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.name
)
def test_issue_forms_are_forms(path: Path) -> None:
    schema = "vendor.github-issue-config" if path.stem == "config" else "vendor.github-issue-forms"
    assert "ok -- validation done" in said("check-jsonschema", "--builtin-schema", schema, str(path))
