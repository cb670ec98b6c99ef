"""OPA's own tools on the shipped rules: format, unit tests, and the type checker with the exported schemas."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import shipped

from cmesh_lint.export import rego
from cmesh_lint.versions import NEWEST

GUIDE = Path(__file__).parents[2] / "docs" / "writing-rules.md"
_FIELD = re.compile(r"(?:\.value|\bmanifest)(?:\.[a-z]+)?\.(?P<field>[a-z_]+)|\bmessage\.(?P<own>type)\b")
"""The first field that a rule reads of a message, of the manifest, or of a node."""


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schemas")
    rego.write(NEWEST, str(folder))
    return folder


def opa(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([shipped.program("opa"), *arguments], capture_output=True, text=True, check=False)


def checked(schemas: Path, *rules: Path) -> str:
    """What the type checker objects to; empty where nothing."""
    done = opa("check", "--strict", "--max-errors", "0", "-s", str(schemas), *map(str, rules))
    assert (done.returncode == 0) == (done.stderr == "")
    return done.stderr


def test_the_rules_are_formatted() -> None:
    done = opa("fmt", "--diff", "--fail", str(shipped.RULES))
    assert (done.returncode, done.stdout) == (0, "")


def test_unit_tests_pass_and_reach_every_line_of_the_library() -> None:
    done = opa("test", "--coverage", "--format", "json", str(shipped.RULES))
    assert done.returncode == 0, done.stdout
    files = json.loads(done.stdout)["files"]
    library = {path: file for path, file in files.items() if Path(path).parent.name == "lib"}
    assert len(library) >= 3
    assert {path: file["not_covered"] for path, file in library.items() if "not_covered" in file} == {}
    assert opa("test", str(shipped.RULES)).stdout.startswith("PASS")


def test_the_rules_pass_with_and_without_schemas(schemas: Path) -> None:
    assert checked(schemas, shipped.RULES) == ""
    assert opa("check", "--strict", str(shipped.RULES)).stderr == ""


def test_a_misspelt_field_of_any_shipped_rule_is_refused(schemas: Path, tmp_path: Path) -> None:
    broken = tmp_path / "rules"
    shutil.copytree(shipped.RULES, broken)
    names = {file.name: misspelt(broken / file.relative_to(shipped.RULES)) for file in shipped.FILES}
    told = checked(schemas, broken)
    for file, name in names.items():
        assert re.search(rf"{file}:\d+: rego_type_error: undefined ref: \S*\b{name}\b", told), (file, name, told)


def misspelt(file: Path) -> str:
    """Writes the first field that a rule reads in another way, and returns how."""
    text = file.read_text()
    found = _FIELD.search(text, text.index("\npackage "))
    assert found, file
    part = "field" if found["field"] else "own"
    file.write_text(text[: found.end(part)] + "z" + text[found.end(part) :])
    return f"{found[part]}z"


def test_the_example_of_the_guide_is_refused_when_misspelt(schemas: Path, tmp_path: Path) -> None:
    rule = tmp_path / "no_mirrors.rego"
    rule.write_text(blocks("rego")[0])
    assert checked(schemas, rule, shipped.LIBRARY) == ""
    rule.write_text(blocks("rego")[0].replace(".request_mirror_policies", ".request_miror_policies"))
    told = checked(schemas, rule, shipped.LIBRARY)
    assert "undefined ref: action.value.request_miror_policies" in told
    assert told.splitlines()[0] + "\n" in GUIDE.read_text().replace("policy/routing/", f"{tmp_path}/")


def test_the_unit_test_of_the_guide_passes(tmp_path: Path) -> None:
    (tmp_path / "no_mirrors.rego").write_text(blocks("rego")[0])
    (tmp_path / "no_mirrors_test.rego").write_text(blocks("rego")[1])
    done = opa("test", str(tmp_path), str(shipped.LIBRARY), "--run", "no_mirrors")
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["PASS:", "2/2"])


def test_the_guide_names_all_of_the_library() -> None:
    """Every name of `data.cmesh.lib`, and no other."""
    text = "".join(file.read_text() for file in shipped.LIBRARY.glob("*.rego") if not file.stem.endswith("_test"))
    public = set(re.findall(r"^# METADATA\n(?:#.*\n)+(?:default )?([a-z_]+)\b", text, re.MULTILINE)) - {"package"}
    assert set(re.findall(r"`lib\.([a-z_]+)", GUIDE.read_text())) == public


def blocks(language: str) -> list[str]:
    """The examples in the guide, in order."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(), re.DOTALL)
