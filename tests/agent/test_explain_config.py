"""`cmesh-lint explain-config`: the YAML it prints, and what it says of what it cannot read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from configs import effective, manifest

from cmesh_lint.commands.effective_config import render

HERE = Path(__file__).parent


def called(*args: str, stdin: str = "", cwd: Path = HERE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cmesh_lint", "explain-config", *args]
    environment = {"PYTHONPATH": str(HERE.parents[1])}
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, env=environment, cwd=cwd, check=False, encoding="utf-8"
    )


def test_the_whole_output(golden: Callable[[str, str], None]) -> None:
    process = called("explained.yaml", "--cilium-version", "1.19")
    assert (process.returncode, process.stderr) == (0, "")
    golden("explained.yaml", process.stdout)


def test_secrets_are_masked() -> None:
    assert "hush" in (HERE / "explained.yaml").read_text(encoding="utf-8")
    assert "hush" not in called("explained.yaml").stdout


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: CiliumEnvoyConfig\na: [\n")
    process = called("a.yaml", "gone.yaml", cwd=tmp_path)
    assert (process.returncode, process.stdout) == (3, "")
    first, second = process.stderr.splitlines()
    assert first.startswith("a.yaml:3: ")
    assert second == "gone.yaml: cannot be read: no such file or directory"


def test_nothing_to_explain_is_said() -> None:
    process = called("-", stdin="kind: Service\n")
    assert (process.returncode, process.stdout) == (3, "")
    assert process.stderr == "no CiliumEnvoyConfig and no CiliumClusterwideEnvoyConfig found\n"


ODD = [
    "",
    "y",
    "No",
    "null",
    "1",
    "1.5e3",
    "5s",
    "a: b",
    "a #b",
    "- a",
    "*",
    '"',
    "\\",
    "é",
    "\u2028",
    "\x7f",
    "a\nb",
    "~",
]


@pytest.mark.parametrize("text", ODD)
def test_texts_read_back(text: str) -> None:
    found = manifest(
        "kind: CiliumEnvoyConfig\napiVersion: cilium.io/v2\nmetadata: {name: a}\nspec: {resources: [{"
        f'"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: a, alt_stat_name: {yaml_text(text)}}}]}}\n'
    )
    read: Any = yaml.safe_load(render(effective(found), found, "1.20"))
    assert read["clusters"][0].get("alt_stat_name", "") == text


def yaml_text(text: str) -> str:
    return '"' + "".join(f"\\u{ord(each):04x}" for each in text) + '"'
