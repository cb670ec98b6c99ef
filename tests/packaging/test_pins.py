"""The engines are the ones that were measured, and each has one door."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_embedded_engine_is_the_pinned_one() -> None:
    pinned = re.findall(r"^gordon-to-regorus==(\S+)", (ROOT / "requirements/runtime.txt").read_text(), re.MULTILINE)
    assert pinned == [metadata.version("gordon-to-regorus")]


@pytest.mark.parametrize("module, doors", [("regorus", ["rego/embedded.py"]), ("opa_client", ["rego/opa/client.py"])])
def test_each_engine_is_imported_in_one_module(module: str, doors: list[str]) -> None:
    package = ROOT / "cmesh_lint"
    imports = re.compile(rf"^\s*(?:import|from) {module}\b", re.MULTILINE)
    found = [path.relative_to(package) for path in package.rglob("*.py") if imports.search(path.read_text())]
    assert sorted(str(path) for path in found if path.parts[0] != "generate") == doors


def test_a_run_without_rules_imports_no_engine() -> None:
    loaded = (
        "import sys; from cmesh_lint.cli import run; run(['--no-config', sys.argv[1]]); print(*sorted(sys.modules))"
    )
    manifest = str(next((ROOT / "examples").rglob("*.yaml")))
    ran = subprocess.run([sys.executable, "-c", loaded, manifest], capture_output=True, text=True, check=True)
    modules = set(ran.stdout.splitlines()[-1].split())
    assert not modules & {"regorus", "opa_client", "requests", "aiohttp"}
