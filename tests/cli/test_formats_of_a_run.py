"""Several formats in one run: each whole, with paths from the top of the repository, and no word in the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from cmesh_lint import cli
from cmesh_lint.reports import FORMATS
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.page import without_wants

BAD = without_wants(catalogue.find("unknown-field").page().bad)
GOOD = catalogue.find("unknown-field").page().good


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a bad manifest in `apps/`, which is the working directory."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "bad.yaml").write_text(BAD)
    (tmp_path / "apps" / "good.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path / "apps")
    return tmp_path


def test_paths_are_those_of_the_repository(repository, capsysbinary):
    outputs = [word for form in FORMATS for word in ("--format", form, "--output", f"{repository}/{form}")]
    assert cli.run(["bad.yaml", *outputs]) == 1
    assert capsysbinary.readouterr().out == b""
    text = {form: (repository / form).read_text("utf-8") for form in FORMATS}
    (run,) = json.loads(text["sarif"])["runs"]
    artifact = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "apps/bad.yaml", "uriBaseId": "%SRCROOT%"}
    assert json.loads(text["gitlab"])[0]["location"]["path"] == "apps/bad.yaml"
    assert etree.fromstring(text["junit"].encode()).xpath("//testcase/@name") == ["apps/bad.yaml", "all other files"]
    assert text["github"].startswith("::error file=apps/bad.yaml,line=")
    assert "<code>apps/bad.yaml:" in text["markdown"]
    assert json.loads(text["json"])["findings"][0]["file"] == "bad.yaml"
    assert text["text"].startswith("bad.yaml:")


@pytest.mark.parametrize("form", FORMATS)
def test_the_exit_status_is_that_of_the_findings(form, repository, capsysbinary):
    assert [cli.run([name, "--format", form]) for name in ("good.yaml", "bad.yaml")] == [0, 1]
    (repository / "apps" / "bad.yaml").write_bytes(b"kind: CiliumEnvoyConfig\n{{ template }}\n")
    assert cli.run(["bad.yaml", "--format", form]) == 3


def test_a_format_is_loaded_when_it_is_asked_for(repository):
    program = (
        "import sys; from cmesh_lint import cli; cli.run(['good.yaml']);"
        "print(*(each for each in sys.modules if each.startswith('cmesh_lint.reports.')))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(answer.stdout.splitlines()[-1].split())
    assert "cmesh_lint.reports.text" in loaded
    assert not loaded & {f"cmesh_lint.reports.{FORMATS[form]}" for form in FORMATS if form != "text"}
