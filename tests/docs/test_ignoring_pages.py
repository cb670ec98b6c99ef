"""What the pages on ignoring and on the configuration show is true: their commands run, their examples are read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.config.file import NAME, check_rules, load
from cmesh_lint.rules import catalogue

ROOT = Path(__file__).parents[2]
IGNORING = (ROOT / "docs" / "ignoring.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
GOOD = catalogue.find("unused-ignore").page().good
COMMANDS = re.findall(r"^\$ cmesh-lint (.*)$", IGNORING, re.MULTILINE)
EXAMPLES = re.findall(r"```yaml\n(.*?)```", CONFIGURATION, re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_run(folder, capsys):
    (folder / "cec.yaml").write_text(GOOD)
    counted = []
    for command in COMMANDS:
        assert cli.run(command.split()) == 0
        counted.append(capsys.readouterr().out.splitlines()[-1].rpartition(": ")[2])
    assert counted == [
        "0 errors, 1 warning; 0 not checked",
        *["0 errors, 0 warnings; 1 ignored; 0 not checked"] * 3,
    ]


def test_the_comment_is_the_one_of_the_cards():
    (comment,) = re.findall(r"prefix: echo  # cmesh-lint: .*", IGNORING)
    assert comment in GOOD


def test_the_annotation_ignores(folder, capsys):
    (lines,) = re.findall(r"  annotations:\n(    ignore\..*\n)", IGNORING)
    text = re.sub(r"  # cmesh-lint: .*", "", GOOD).replace("  annotations:\n", f"  annotations:\n{lines}")
    (folder / "cec.yaml").write_text(text)
    assert cli.run(["--format", "json", "cec.yaml"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["findings"] == []
    assert [each["by"] for each in report["ignored"]] == ["annotation"]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_configurations(folder, text):
    (folder / NAME).write_text(text)
    check_rules(load(NAME), catalogue.ids())


def test_the_parameters_are_what_the_page_says(folder):
    (folder / NAME).write_text(next(each for each in EXAMPLES if each.startswith("parameters:")))
    (said,) = re.findall(r"for an object in `batch` that is `(\{.*?\})`", CONFIGURATION.replace("\n", " "))
    assert load(NAME).tuning.parameters_for("a.yaml", "batch") == json.loads(said)


@pytest.mark.parametrize("page", [IGNORING, CONFIGURATION])
def test_every_file_that_a_page_links_to_is_there(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page):
        assert (ROOT / "docs" / target).exists(), target
