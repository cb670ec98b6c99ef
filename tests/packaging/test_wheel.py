"""The built wheel, in an empty folder: whole, small, and able to judge."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "broken" / "rate-limit.yaml"
MEGABYTE = 1_000_000


def test_it_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 8 * MEGABYTE


def test_it_holds_what_the_code_reads_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "cmesh_lint/py.typed" in names
    assert "cmesh_lint/config/config.schema.json" in names
    assert "cmesh_lint/_data/schemas/releases.json" in names
    assert "cmesh_lint/_data/schemas/protos/envoy.config.cluster.v3.json" in names
    assert not [name for name in names if name.startswith(("tests/", "tools/", "examples/"))]


def test_it_judges_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    package, empty = tmp_path / "package", tmp_path / "empty"
    empty.mkdir()
    zipfile.ZipFile(wheel).extractall(package)
    code = f"import sys; sys.path.insert(0, {str(package)!r}); from cmesh_lint.cli import main; main()"
    command = [sys.executable, "-c", code, "--format", "json", str(EXAMPLE)]
    answer = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=False)
    assert answer.returncode == 1, answer.stderr
    rules = {finding["rule"] for finding in json.loads(answer.stdout)["findings"]}
    assert {"unknown-field", "invalid-duration", "missing-oneof"} <= rules
