"""Linting from the command line: exit status, streams, and who has the last word on a setting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cmesh_lint
from cmesh_lint import cli
from cmesh_lint.rules import catalogue
from cmesh_lint.rules.page import without_wants

ROOT = Path(cmesh_lint.__file__).parents[1]
ERROR = catalogue.find("unknown-field").page().bad
WARNING = catalogue.find("empty-resource").page().bad
GOOD = catalogue.find("unknown-field").page().good


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working directory, where no configuration of anybody else is found, and a bare environment."""
    for name in os.environ:
        if name.startswith("CMESH_LINT_") or name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    for name, text in {"error.yaml": ERROR, "warning.yaml": WARNING, "good.yaml": GOOD}.items():
        (tmp_path / name).write_text(without_wants(text))
    return tmp_path


@pytest.fixture
def lint(folder, capsysbinary):
    """`lint(*args)` gives exit status, standard output and standard error."""

    def run(*args):
        code = cli.run(args)
        out, err = capsysbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def test_a_finding_goes_to_standard_output(lint):
    code, out, err = lint("error.yaml")
    assert (code, err) == (1, "")
    assert out.startswith("error.yaml:")
    assert "error[unknown-field]: " in out
    assert out.endswith("in 1 file: 1 error, 0 warnings; 0 not checked\n")


def test_nothing_found(lint):
    assert lint("good.yaml") == (
        0,
        "checked 1 manifest (1 CEC) in 1 file: 0 errors, 0 warnings; 0 not checked\n",
        "",
    )


def test_lint_may_be_said_or_left_out(lint):
    assert lint("error.yaml") == lint("lint", "error.yaml") == lint("lint", "--", "error.yaml")


def test_a_command_is_no_path_unless_one_says_so(lint, folder):
    (folder / "rules").mkdir()
    (folder / "rules" / "error.yaml").write_text(without_wants(ERROR))
    assert lint("rules")[1].startswith(catalogue.ids()[0])
    assert lint("./rules")[0] == lint("lint", "rules")[0] == 1


def test_standard_input(folder):
    process = subprocess.run(
        [sys.executable, "-m", "cmesh_lint", "-"], input=ERROR, capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stderr) == (1, "")
    assert process.stdout.startswith("<stdin>:")


@pytest.mark.parametrize(("level", "code"), [("critical", 0), ("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_fail_level(lint, level, code):
    assert lint("warning.yaml", "--fail-level", level)[0] == code


def test_flag_before_environment_before_file(lint, folder, monkeypatch):
    (folder / ".cmesh-lint.yaml").write_text("fail-level: warning\n")
    assert lint("warning.yaml")[0] == 1
    monkeypatch.setenv("CMESH_LINT_FAIL_LEVEL", "error")
    assert lint("warning.yaml")[0] == 0
    assert lint("warning.yaml", "--fail-level", "info")[0] == 1


def test_lists_are_replaced_not_joined(lint, folder, monkeypatch):
    (folder / ".cmesh-lint.yaml").write_text("cilium-version: ['1.14', '1.20']\n")
    assert versions(lint) == ["1.14", "1.20"]
    monkeypatch.setenv("CMESH_LINT_CILIUM_VERSION", "1.18 1.16")
    assert versions(lint) == ["1.16", "1.18"]
    assert versions(lint, "--cilium-version", "v1.17.3", "--cilium-version", "1.15") == ["1.15", "1.17.3"]


def versions(lint, *args):
    return json.loads(lint("good.yaml", "--format", "json", *args)[1])["cilium_versions"]


def test_the_newest_cilium_unless_told(lint):
    assert versions(lint) == ["1.20"]


def test_an_unknown_cilium_is_a_usage_error(lint):
    code, out, err = lint("good.yaml", "--cilium-version", "1.13")
    assert (code, out) == (2, "")
    assert "unknown Cilium version `1.13`; known are 1.14, 1.15, 1.16, 1.17, 1.18, 1.19, 1.20, latest" in err


def test_excluded_paths_are_not_read(lint, folder):
    assert lint(".", "--exclude", "error.yaml", "--exclude", "warn*")[1] == lint("good.yaml")[1]
    (folder / ".cmesh-lint.yaml").write_text("exclude: [error.yaml, warn*, .cmesh-lint.yaml]\n")
    assert lint(".")[1] == lint("good.yaml")[1]


def test_paths_of_the_file_are_read_where_none_are_named(lint, folder):
    (folder / ".cmesh-lint.yaml").write_text("paths: [error.yaml]\n")
    assert lint("lint") == lint("error.yaml")
    assert lint("good.yaml")[0] == 0


def test_a_bad_configuration_is_a_usage_error(lint, folder):
    (folder / ".cmesh-lint.yaml").write_text("fail-levle: info\nexclude: x\n")
    code, out, err = lint("good.yaml")
    assert (code, out) == (2, "")
    path = folder / ".cmesh-lint.yaml"
    assert err.endswith(
        "Error: the configuration cannot be used\n"
        f"{path}:1:1: unknown key `fail-levle`; did you mean `fail-level`?\n"
        f'{path}:2:10: found "x", expected a list\n'
    )
    assert lint("good.yaml", "--no-config")[0] == 0
    (folder / "mine.yaml").write_text("fail-level: never\n")
    assert lint("error.yaml", "--config", "mine.yaml")[0] == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["nowhere"], "no such file or folder: `nowhere`"),
        (["explian", "x"], "no such file or folder: `explian`; did you mean the command `explain`?"),
        (["lint"], "nothing to read: name files or folders, or - for standard input"),
        (["good.yaml", "--config", "nowhere"], "cannot read `nowhere`: No such file or directory"),
        (["good.yaml", "--config", "a", "--no-config"], "--config and --no-config exclude each other"),
        (["good.yaml", "--output", "no/where.txt"], "cannot write `no/where.txt`: No such file or directory"),
        (
            ["good.yaml", "--format", "text", "--format", "json"],
            "text and json cannot both go to standard output: give each --format an --output",
        ),
    ],
)
def test_usage_errors_go_to_standard_error(lint, args, message):
    code, out, err = lint(*args)
    assert (code, out) == (2, "")
    assert err.endswith(f"Error: {message}\n")


def test_two_reports_of_one_run(lint, folder):
    code, out, err = lint("error.yaml", "--format", "json", "--output", "report.json", "--format", "text")
    assert (code, err) == (1, "")
    assert out == lint("error.yaml")[1]
    assert (folder / "report.json").read_text() == lint("error.yaml", "--format", "json")[1]


def test_nothing_to_read_is_not_clean(lint, folder):
    (folder / "empty").mkdir()
    assert lint("empty") == (3, "nothing was checked: no YAML or JSON file found\n", "")


def test_what_cannot_be_read_is_not_clean(lint, folder):
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    code, out, err = lint("gone.yaml")
    assert (code, err) == (3, "")
    assert out.startswith("not checked: gone.yaml: cannot be read: no such file or directory\n\nchecked 0 manifests")
    assert out.endswith("; 1 not checked\n")
    assert lint("gone.yaml", "error.yaml")[0] == 1


@pytest.mark.parametrize(
    ("args", "environ", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ([], {"CMESH_LINT_COLOR": "always"}, True),
        (["--format", "json"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(lint, monkeypatch, args, environ, coloured):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b" in lint("error.yaml", *args)[1]) is coloured


def test_files_are_coloured_only_when_told(lint, folder, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    lint("error.yaml", "--output", "plain.txt")
    lint("error.yaml", "--output", "coloured.txt", "--color", "always")
    assert "\x1b" not in (folder / "plain.txt").read_text()
    assert "\x1b" in (folder / "coloured.txt").read_text()


def test_a_short_run_shows_no_progress(lint):
    assert lint("good.yaml", "--progress")[2] == ""


@pytest.mark.parametrize(("name", "code"), [("error.yaml", 1), ("good.yaml", 0)])
def test_a_reader_that_goes_away_changes_no_verdict(folder, name, code):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "cmesh_lint", name]
    process = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (process.returncode, process.stderr) == (code, b"")


def test_a_terminal_that_lacks_a_character(folder):
    (folder / "name\u540d.yaml").write_text(without_wants(ERROR))
    command = [sys.executable, "-m", "cmesh_lint", "name\u540d.yaml"]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = subprocess.run(command, capture_output=True, env=environ, check=False)
    assert (process.returncode, process.stderr) == (1, b"")
    assert process.stdout.startswith(b"name\\u540d.yaml:")


def test_our_own_fault_says_what_to_report(lint, monkeypatch):
    monkeypatch.setattr("cmesh_lint.run.run", lambda *_: 1 / 0)
    code, out, err = lint("good.yaml")
    assert (code, out) == (3, "")
    assert "gives no verdict" in err
    assert "/issues\n" in err
    assert err.endswith("ZeroDivisionError: division by zero\n\n")


def test_interrupted(lint, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("cmesh_lint.run.run", interrupt)
    code, out, err = lint("good.yaml")
    assert (code, out, err.strip()) == (130, "", "")


def test_explain_shows_what_is_printed_on_the_bad_example(lint):
    code, out, err = lint("explain", "--full", "unknown-field")
    assert (code, err) == (0, "")
    assert out.startswith("unknown-field\n")
    assert "\n    bad.yaml:" in out
    assert "# want" not in out
