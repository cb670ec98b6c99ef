"""A new minor is a line in the list of releases: everything that reads the list goes on working, in a copy of the code.

Its dump is a copy of the newest one's, which is what `make descriptors` fetches for a real release.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cmesh_lint.generate.schemas import read_pins
from cmesh_lint.versions import MINORS

ROOT = Path(__file__).parents[2]
LIST = "tools/descriptors/releases.txt"
BEFORE = MINORS[-1]
NEW = f"1.{int(BEFORE.partition('.')[2]) + 1}"
BROKEN = "examples/broken/rate-limit.yaml"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with a line more, and what its generators make of that."""
    folder = tmp_path_factory.mktemp("copy") / "cmesh-lint"
    for name in ("cmesh_lint", "schemas", "rules", "examples", "tools", "docs", "kustomize-plugin"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / LIST).open("a", encoding="utf-8") as releases:
        releases.write(f"{NEW} v{NEW}.0\n")
    assert list(read_pins(folder / LIST)) == [*MINORS, NEW]
    for path in (folder / "schemas" / "protos").glob("*.json"):
        # What the newest minor has, the new one has.
        path.write_text(
            "".join(_named_too(line) for line in path.read_text(encoding="utf-8").splitlines(True)), encoding="utf-8"
        )
    made = json.loads((folder / "schemas" / "releases.json").read_text(encoding="utf-8"))
    latest = made.pop("latest")
    (folder / "schemas" / "releases.json").write_text(json.dumps({**made, NEW: f"{NEW}.0", "latest": latest}))
    for generator in ("extensions", "any_fields"):
        run(folder, "-m", f"cmesh_lint.generate.{generator}", "tools/extensions/facts")
    run(folder, "-m", "cmesh_lint.generate.subscriptions")
    return folder


def _named_too(line: str) -> str:
    key, colon, rest = line.partition('": ')
    name, at, minors = key.partition("@")
    if not at or BEFORE not in minors.split(","):
        return line
    known = minors.split(",")
    known.insert(known.index(BEFORE) + 1, NEW)
    return f"{name}@{','.join(known)}{colon}{rest}"


def run(folder: Path, *arguments: str, statuses: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    """Runs Python on the copy."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in statuses, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("text", [NEW, f"{NEW}.0", f"{NEW}.7", "latest", BEFORE])
@pytest.mark.parametrize(
    "command",
    [
        ("lint", "--no-config", "--cilium-version", "VERSION", "examples"),
        ("explain-config", "--cilium-version", "VERSION", BROKEN),
        ("extensions", "--cilium-version", "VERSION"),
        ("extensions", "--missing", "--format", "json", "--cilium-version", "VERSION"),
        ("upgrade-check", "--from", "1.19", "--to", "VERSION", "examples"),
        ("schema", "export", "--cilium-version", "VERSION", "--output", "exported"),
        ("expand", "--cilium-version", "VERSION", "kustomize-plugin/scenarios/rate-limit/policies.yaml"),
        ("verify", "--cilium-version", "VERSION", BROKEN),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_commands_take_it(copy: Path, command: tuple[str, ...], text: str) -> None:
    words = [text if each == "VERSION" else each for each in command]
    run(copy, "-m", "cmesh_lint", *words, statuses=(0, 1, 3))


def test_it_is_the_newest_and_is_named(copy: Path) -> None:
    assert run(copy, "-m", "cmesh_lint", "--version").stdout.count(f"{NEW}.0") == 1
    assert f"to {NEW}" in run(copy, "-m", "cmesh_lint", "lint", "--help").stdout.replace("\n", " ")
    said = [
        json.loads(
            run(copy, "-m", "cmesh_lint", "--no-config", *words, "--format", "json", BROKEN, statuses=(1,)).stdout
        )
        for words in ((), ("--cilium-version", NEW), ("--cilium-version", BEFORE))
    ]
    rules = [[finding["rule"] for finding in each["findings"]] for each in said]
    assert said[0] == said[1]
    assert rules[1] == rules[2]


def test_what_its_envoy_lacks_is_not_known_before_somebody_reads_it(copy: Path) -> None:
    command = ("-m", "cmesh_lint", "extensions", "--missing", "--format", "json", "--cilium-version", NEW)
    assert json.loads(run(copy, *command).stdout)["extensions"] == []


def test_the_pages_can_be_made(copy: Path) -> None:
    run(copy, "-m", "cmesh_lint.generate.pages")
    run(copy, "-m", "cmesh_lint.generate.stanzas")
    run(copy, "-m", "cmesh_lint.generate.hooks")
