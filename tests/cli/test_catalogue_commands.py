"""`explain` and `rules`, `schema` and `completion`: what they print, and where."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import cmesh_lint
from cmesh_lint.commands import COMMANDS
from cmesh_lint.rules import catalogue

ROOT = Path(cmesh_lint.__file__).parents[1]


def called(*args, environ=None):
    """The program in a process of its own, with nothing in its environment but `environ`."""
    command = [sys.executable, "-m", "cmesh_lint", *args]
    return subprocess.run(command, capture_output=True, text=True, env=environ or {}, cwd=ROOT, check=False)


@pytest.mark.parametrize("args", [["--help"], ["-h"], *[[command, "--help"] for command in COMMANDS]])
def test_help_goes_to_standard_output(args):
    process = called(*args)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.startswith("Usage: cmesh-lint")


def test_without_arguments_help_is_a_usage_error():
    process = called()
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == called("--help").stdout


def test_rules_are_listed():
    process = called("rules")
    assert (process.returncode, process.stderr) == (0, "")
    listed = [line.split(maxsplit=3) for line in process.stdout.splitlines()]
    assert listed == [[rule.id, rule.severity, rule.gate or "-", rule.title] for rule in catalogue.every()]


def test_rules_as_json():
    rules = json.loads(called("rules", "--format", "json").stdout)
    assert [rule["id"] for rule in rules] == list(catalogue.ids())
    assert rules[0].keys() == {"id", "severity", "gate", "title", "since", "until", "default", "source", "url"}


def test_an_unknown_rule_is_a_usage_error():
    process = called("explain", "unknown-feild")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr.endswith("Error: there is no rule `unknown-feild`; did you mean `unknown-field`?\n")
    far = called("explain", "zzz")
    assert far.stderr.endswith("Error: there is no rule `zzz`; `cmesh-lint rules` lists all\n")


@pytest.mark.parametrize("name", ["report", "config"])
def test_schemas_are_schemas(name):
    process = called("schema", name)
    assert (process.returncode, process.stderr) == (0, "")
    jsonschema.Draft202012Validator.check_schema(json.loads(process.stdout))


def test_schemas_are_exported(tmp_path):
    process = called("schema", "export", "--cilium-version", "1.18", "--output", str(tmp_path))
    assert (process.returncode, process.stderr) == (0, "")
    paths = [Path(line) for line in process.stdout.splitlines()]
    assert sorted(paths) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert paths
    assert all("--cilium-version 1.18`" in json.loads(path.read_text())["$comment"] for path in paths)


def test_schemas_are_not_exported(tmp_path):
    (tmp_path / "file").touch()
    unknown = called("schema", "export", "--cilium-version", "1.13", "--output", str(tmp_path))
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "unknown Cilium version `1.13`" in unknown.stderr
    blocked = called("schema", "export", "--output", str(tmp_path / "file" / "below"))
    assert (blocked.returncode, blocked.stdout) == (2, "")
    assert "Error: cannot write `" in blocked.stderr


def test_the_version_names_the_schemas():
    process = called("--version")
    assert (process.returncode, process.stderr) == (0, "")
    tool, schemas = process.stdout.splitlines()
    assert tool.startswith("cmesh-lint ")
    assert schemas.startswith("schemas: Cilium 1.14.")
    assert ", 1.20." in schemas
    assert "latest (" in schemas


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_us(shell):
    process = called("completion", shell, environ={"PATH": "/usr/bin:/bin"})
    assert (process.returncode, process.stderr) == (0, "")
    assert "_CMESH_LINT_COMPLETE=" + shell + "_complete" in process.stdout


def test_other_shells_are_a_usage_error():
    assert called("completion", "tcsh").returncode == 2


def completed(words, shell):
    """What a shell is told when the last of `words` is being typed."""
    current = words[-1] if shell == "fish" else str(len(words) - 1)
    environ = {
        "_CMESH_LINT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": current,
    }
    return called(environ=environ).stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["cmesh-lint", "expl"], ["plain,explain", "plain,explain-config", "file,expl"]),
        (["cmesh-lint", "app"], ["file,app"]),
        (["cmesh-lint", "--fo"], ["plain,--format"]),
        (["cmesh-lint", "--format", "js"], ["plain,json"]),
        (["cmesh-lint", "lint", "--fail-level", "e"], ["plain,error"]),
        (["cmesh-lint", "--cilium-version", "1.2"], ["plain,1.20"]),
        (["cmesh-lint", "explain", "unknown-fie"], ["plain,unknown-field"]),
        (["cmesh-lint", "schema", "c"], ["plain,config"]),
        (["cmesh-lint", "completion", "z"], ["plain,zsh"]),
    ],
)
def test_what_bash_completes(words, offered):
    assert completed(words, "bash") == offered


@pytest.mark.parametrize(("shell", "offered"), [("zsh", "plain\njson\n_"), ("fish", "plain,json")])
def test_other_shells_complete_the_same(shell, offered):
    assert "\n".join(completed(["cmesh-lint", "--format", "js"], shell)) == offered


def test_a_change_is_coloured_only_where_there_is_colour():
    plain = called("explain", "unknown-field").stdout
    assert "\033" not in plain
    assert "\n-    connect_timeoutt: 5s\n+    connect_timeout: 5s\n" in plain
    painted = called("explain", "unknown-field", environ={"FORCE_COLOR": "1"}).stdout
    removed, added = "\033[31m-    connect_timeoutt: 5s\033[0m", "\033[32m+    connect_timeout: 5s\033[0m"
    assert f"\n{removed}\n{added}\n" in painted
