"""`cmesh-lint rules`: list, show, test, new and docs, for the rules of an organisation."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cmesh_lint.cli import run
from cmesh_lint.rego.authoring.handbook import is_ours

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> Path:
    """A folder with one rule, as `rules new` makes it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    assert run(["rules", "new", "needs-team", "--dir", "policy"]) == 0
    assert capsys.readouterr().out == "policy/needs_team.rego\npolicy/needs_team_test.rego\n"
    return tmp_path / "policy"


def test_a_new_rule_passes_at_once(policy: Path, capsys: Printed) -> None:
    assert run(["rules", "test", "policy"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "policy/needs_team.rego: 4 of 4 lines covered by unit tests",
        "1 rule, 0 with faults; 2 unit tests, 0 failed, 0 to do",
    ]


@pytest.mark.parametrize("command", [["check", "--strict"], ["fmt", "--fail", "--list"], ["test"]])
def test_a_new_rule_pleases_opa(policy: Path, command: list[str]) -> None:
    opa = shutil.which("opa")
    assert opa, "opa is not on PATH: tools/install brings it"
    told = subprocess.run([opa, *command, policy], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("name", ["Needs-Team", "needs_team", "1st", "needs-", ""])
def test_an_id_that_is_none_is_refused(policy: Path, name: str) -> None:
    assert run(["rules", "new", name]) == 2


def test_a_rule_that_exists_is_not_written_over(policy: Path) -> None:
    (policy / "needs_team.rego").write_text("mine")
    assert run(["rules", "new", "needs-team", "--dir", "policy"]) == 2
    assert (policy / "needs_team.rego").read_text() == "mine"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("not input.metadata.labels.team", "false"), 'bad.yaml:4: needs-team "no label" was expected and not found'),
        (
            ("not input.metadata.labels.team", "true"),
            "good.yaml:4: needs-team was not expected: echo has no label `team`",
        ),
        (("no label `team`", "nothing"), 'bad.yaml:4: needs-team "no label" was expected and not found'),
        (('"metadata", "name"', '"kind"'), 'bad.yaml:4: needs-team "no label" was expected and not found'),
        (("#   good: |", "#   fine: |"), "the metadata has no `bad` and `good` examples"),
    ],
)
def test_examples_that_do_not_hold_are_told(
    policy: Path, capsys: Printed, change: tuple[str, str], message: str
) -> None:
    rule = policy / "needs_team.rego"
    assert change[0] in rule.read_text()
    rule.write_text(rule.read_text().replace(*change))
    (policy / "needs_team_test.rego").unlink()
    assert run(["rules", "test", "policy"]) == 1
    assert message in capsys.readouterr().out


def test_unit_tests_that_fail_are_told(policy: Path, capsys: Printed) -> None:
    with (policy / "needs_team_test.rego").open("a") as file:
        file.write("\ntest_wrong if 1 == 2\n\ntest_broken if 1 / 0 == 1\n\ntodo_test_later if true\n")
    assert run(["rules", "test", "policy"]) == 1
    told = capsys.readouterr().out
    assert "data.rules.needs_team_test.test_wrong: it does not pass" in told
    assert "data.rules.needs_team_test.test_broken: policy/needs_team_test.rego" in told
    assert told.endswith("4 unit tests, 2 failed, 1 to do\n")


def test_nothing_to_test_is_not_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["rules", "test", "."]) == 3


def test_a_rule_that_cannot_be_used_is_told(policy: Path, capsys: Printed) -> None:
    (policy / "broken.rego").write_text("package broken\ndeny contains {\n")
    assert run(["rules", "list", "--rules", "policy"]) == 0
    (policy / "broken.rego").write_text("# METADATA\n# custom: 1\npackage broken\n")
    assert run(["rules", "list", "--rules", "policy"]) == 3
    assert "policy/broken.rego:1: not run: `custom` in the metadata is not a mapping" in capsys.readouterr().err


def test_the_list_has_the_rules_that_the_configuration_names(policy: Path, capsys: Printed) -> None:
    (policy.parent / ".cmesh-lint.yaml").write_text("rules: [policy]\n")
    assert run(["rules", "list", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed[-1]["id"], listed[-1]["source"]) == ("needs-team", "policy/needs_team.rego")
    assert {each["source"] for each in listed[:-1]} == {"built-in"}


@pytest.mark.parametrize(
    "command", [["rules", "show", "needs-team", "--rules", "policy"], ["explain", "--full", "needs-team"]]
)
def test_a_page_is_shown(policy: Path, capsys: Printed, command: list[str]) -> None:
    (policy.parent / ".cmesh-lint.yaml").write_text("rules: [policy]\n")
    assert run(command) == 0
    told = capsys.readouterr().out
    assert "Say here what to write instead." in told
    assert "bad.yaml:4:9: warning[needs-team]: echo has no label `team`" in told


def test_one_screen_of_a_page_has_the_change(policy: Path, capsys: Printed) -> None:
    (policy.parent / ".cmesh-lint.yaml").write_text("rules: [policy]\n")
    assert run(["explain", "needs-team"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("warning[needs-team]: ")
    assert "\n--- bad\n+++ good\n@@ " in told
    assert "\n+" in told.partition("+++ good")[2]
    assert "\nFix: Say here what to write instead.\n" in told
    assert "cmesh-lint explain --full needs-team" in told
    assert "bad.yaml" not in told


@pytest.mark.parametrize("configured", ["", "rules: [policy]\n"])
def test_a_shipped_rule_is_explained_whatever_is_configured(policy: Path, capsys: Printed, configured: str) -> None:
    if configured:
        (policy.parent / ".cmesh-lint.yaml").write_text(configured)
    assert run(["explain", "route-without-timeout"]) == 0
    assert "warning[route-without-timeout]" in capsys.readouterr().out
    assert run(["explain", "no-such-rule-anywhere"]) == 2


def test_pages_are_written_and_old_ones_taken_away(policy: Path) -> None:
    pages = policy.parent / "pages"
    assert run(["rules", "docs", "policy", "--pages", "pages"]) == 0
    assert sorted(page.name for page in pages.iterdir()) == ["README.md", "needs-team.md"]
    assert all(is_ours(page.read_text()) for page in pages.iterdir())
    (pages / "mine.md").write_text("# Mine\n")
    assert run(["rules", "new", "other", "--dir", "policy"]) == 0
    (policy / "needs_team.rego").unlink()
    assert run(["rules", "docs", "policy", "--pages", "pages"]) == 0
    assert sorted(page.name for page in pages.iterdir()) == ["README.md", "mine.md", "other.md"]


def test_one_page_has_every_rule(policy: Path, capsys: Printed) -> None:
    assert run(["rules", "docs", "policy"]) == 0
    printed = capsys.readouterr().out
    assert run(["rules", "docs", "policy", "--output", "README.md"]) == 0
    written = (policy.parent / "README.md").read_text()
    assert written.partition("\n")[2] == printed.partition("\n")[2]
    assert "### needs-team" in written
