"""A fault of ours costs the step that it is in: everything else is reported, and the step is not checked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmesh_lint import cli
from cmesh_lint.rules.echo import ECHO

BAD = ECHO.replace("connect_timeout: 5s", "connect_timeout: 5")
STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2
  per: 1s
"""
RULE = 'package a\n\nimport rego.v1\n\n# METADATA\n# title: A\n# custom:\n#   id: a-rule\ndeny contains "no" if false\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Path("bad.yaml").write_text(BAD)
    Path("good.yaml").write_text(ECHO.replace("echo", "other"))
    Path("kustomization.yaml").write_text("resources: [good.yaml]\n")
    Path("rules").mkdir()
    Path("rules/a.rego").write_text(RULE)
    return tmp_path


Linted = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def linted(capsys: pytest.CaptureFixture[str]) -> Linted:
    """The exit status, the rules of errors, and what was not checked."""

    def call(*arguments: str) -> tuple[int, list[str], list[str]]:
        status = cli.run(["lint", "--no-config", *(arguments or ["."]), "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        rules = [each["rule"] for each in report["findings"] if each["severity"] == "error"]
        return status, rules, [f"{each['file']}: {each['reason']}" for each in report["not_checked"]]

    return call


def broken(*_: object, **__: object) -> None:
    raise KeyError("hunter2")


STEPS = {
    "cmesh_lint.lint.cross_file.outcome": "checking across files failed",
    "cmesh_lint.rendered.checker.check_rendered": "checking the output of policies and kustomizations failed",
    "cmesh_lint.rendered.kustomizations.check_builds": "checking the output of kustomizations failed",
    "cmesh_lint.rendered.kustomizations._BuildChecker.judge": "checking the output of `kustomize build .` failed",
    "cmesh_lint.rendered.builds.plan": "reading it failed",
    "cmesh_lint.kustomize.program._environment": "building it failed",
    "cmesh_lint.rego.checker.check": "running the custom rules failed",
    "cmesh_lint.filters.ignores.apply.sift": "applying the ignores failed",
    "cmesh_lint.filters.apply.apply_overrides": "applying the configuration failed",
    "cmesh_lint.filters.baseline.compare": "applying the baseline failed",
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [KeyError("hunter2"), RecursionError(), MemoryError()])
def test_a_step_that_fails(step: str, error: Exception, linted: Linted, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    Path("bad.yaml").write_text(BAD + "# cmesh-lint: ignore unknown-service because of a test\n")
    Path("baseline").write_text('{"version": 1, "findings": []}')
    monkeypatch.setattr(step, fails)
    rules = ["--rules", "rules"] if "rego" in step else []
    status, found, missed = linted(".", "--baseline", "baseline", *rules)
    assert "invalid-duration" in found
    (said,) = [each for each in missed if STEPS[step] in each]
    assert "hunter2" not in said
    assert status == (3 if "rego" in step else 1)


@pytest.mark.parametrize("error", [KeyError("hunter2"), RecursionError(), MemoryError()])
@pytest.mark.parametrize("where", ["cmesh_lint.source.files.read_whole", "cmesh_lint.lint.linter.Linter.lint"])
def test_a_file_that_fails(where: str, error: Exception, linted: Linted, monkeypatch: pytest.MonkeyPatch) -> None:
    from cmesh_lint.lint import linter
    from cmesh_lint.source import files

    real = files.read_whole if "files" in where else linter.Linter.lint

    def fails(*arguments: object) -> object:
        if "good.yaml" in str(arguments):
            raise error
        return real(*arguments)  # type: ignore[operator]

    monkeypatch.setattr(where, fails)
    status, found, missed = linted("bad.yaml", "good.yaml")
    assert (status, found) == (1, ["invalid-duration"])
    assert [each for each in missed if each.startswith("good.yaml: ")]
    assert "hunter2" not in str(missed)


def test_a_path_that_cannot_be_searched(linted: Linted, monkeypatch: pytest.MonkeyPatch) -> None:
    from cmesh_lint.source import files

    real = files._listed

    def fails(folder: str, *more: Any) -> object:
        if folder == "rules":
            raise OSError(40, "Too many levels of symbolic links")
        return real(folder, *more)

    monkeypatch.setattr(files, "_listed", fails)
    status, found, missed = linted("rules", "bad.yaml")
    assert (status, found) == (1, ["invalid-duration"])
    assert missed == ["rules: searching it failed: too many levels of symbolic links"]


def test_links_that_lead_to_each_other(linted: Linted) -> None:
    Path("loop").mkdir()
    os.symlink("y.yaml", "loop/z.yaml")
    os.symlink("z.yaml", "loop/y.yaml")
    status, found, missed = linted("loop", "bad.yaml")
    assert (status, "invalid-duration" in found) == (1, True)
    assert [each for each in missed if each.startswith("loop")]


def test_what_is_found_is_not_gone_and_no_ignore_idle_where_a_step_failed(
    linted: Linted, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.yaml").write_text(ECHO + "---\n# cmesh-lint: ignore-file unknown-service because of a test\n" + ECHO)
    assert cli.run(["lint", "--no-config", "--no-ignores", ".", "--write-baseline", "baseline"]) in (0, 1)
    assert "duplicate-object" in Path("baseline").read_text()
    capsys.readouterr()
    monkeypatch.setattr("cmesh_lint.lint.cross_file.outcome", broken)
    _, found, _ = linted(".", "--baseline", "baseline")
    assert "unused-ignore" not in found
    assert cli.run(["lint", "--no-config", ".", "--baseline", "baseline"]) == 3
    assert "is in the baseline and not found any more" not in capsys.readouterr().out


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"])
def test_a_format_that_fails_does_not_cost_the_others(
    form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cmesh_lint.reports import renderer

    monkeypatch.setattr(renderer(form), "render", broken)
    other = "json" if form != "json" else "text"
    said = ["--format", form, "--output", "one", "--format", other]
    assert cli.run(["lint", "--no-config", "good.yaml", *said]) == 3
    captured = capsys.readouterr()
    assert f"writing the report in the format {form} failed: KeyError" in captured.out
    assert f"writing the report in the format {form} failed: KeyError" in captured.err
    assert not Path("one").exists()


def test_the_only_format_that_fails_leaves_a_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from cmesh_lint.reports import text

    monkeypatch.setattr(text, "render", broken)
    assert cli.run(["lint", "--no-config", "bad.yaml"]) == 1
    assert "bad.yaml:" in (said := capsys.readouterr().err)
    assert "error[invalid-duration]" in said


def test_without_a_folder_for_temporary_files_only_the_builds_are_not_checked(
    linted: Linted, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shutil.which("kustomize")
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    status, found, missed = linted()
    assert (status, "invalid-duration" in found) == (1, True)
    reason = "not built: temporary files cannot be written: no such file or directory"
    assert missed == [f"kustomization.yaml: {reason}"]


def test_an_earlier_state_that_cannot_be_compared_with(linted: Linted, monkeypatch: pytest.MonkeyPatch) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.invalid"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    assert linted(".", "--changed-since", "HEAD")[0] == 0
    monkeypatch.setattr("cmesh_lint.changes.against_base.compare", broken)
    status, found, missed = linted(".", "--changed-since", "HEAD")
    assert (status, "invalid-duration" in found) == (1, True)
    assert any("comparing with `HEAD`" in each for each in missed)


def failing_for(real: Callable[..., object], word: str) -> Callable[..., object]:
    def fails(*arguments: object) -> object:
        if word in str(arguments):
            raise KeyError("hunter2")
        return real(*arguments)

    return fails


def test_other_commands_lose_one_cec(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from cmesh_lint.agent.transform import Agent
    from cmesh_lint.krm.importing import propose
    from cmesh_lint.upgrade import check

    monkeypatch.setattr(Agent, "effective", failing_for(Agent.effective, "bad.yaml"))
    monkeypatch.setattr(propose, "proposal", failing_for(propose.proposal, "'name': 'echo'"))
    monkeypatch.setattr(check, "EnvoyConfig", failing_for(check.EnvoyConfig, "bad.yaml"))
    for command in (
        ["explain-config"],
        ["import"],
        ["upgrade-check", "--from", "1.16", "--to", "1.18"],
    ):
        status = cli.run([command[0], "bad.yaml", "good.yaml", *command[1:]])
        captured = capsys.readouterr()
        said = captured.out + captured.err
        assert status in (1, 3), command
        assert "bad.yaml" in said and "failed: KeyError" in said, command
        assert "hunter2" not in said
    assert cli.run(["explain-config", "bad.yaml", "good.yaml"]) == 3
    assert "default/other" in capsys.readouterr().out


def test_stanzas_lose_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from cmesh_lint.krm import files

    Path("stanzas").mkdir()
    Path("stanzas/a.yaml").write_text(STANZA.replace("echo-limit", "broken"))
    Path("stanzas/b.yaml").write_text(STANZA.replace("requests: 2", "requests: many"))
    monkeypatch.setattr(files, "expand", failing_for(files.expand, "broken"))
    for command in (["expand", "stanzas"], ["render", "stanzas"]):
        assert cli.run(command) == 1
        said = capsys.readouterr().err
        assert "a.yaml: expanding RateLimitPolicy default/broken failed: KeyError" in said
        assert "requests" in said


NAMES = ["-rf.yaml", "--output=x.yaml", "$(touch x).yaml", "a\nb.yaml", "::error::x.yaml", "a b.yaml", b"\xff.yaml"]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(name: str | bytes, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    shutil.rmtree("rules")
    path = os.fsdecode(name)
    Path(path).write_text(BAD)
    for form in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown"):
        assert cli.run(["lint", "--no-config", ".", "--format", form]) == 1
    for command in ("lint", "explain-config", "expand", "import", "verify"):
        assert cli.run([command, "--", path]) in (0, 1, 3)
    assert cli.run(["lint", "--", path + ".yaml"]) == 2
    captured = capfdbinary.readouterr()
    assert b"Traceback" not in captured.out + captured.err
    assert not [line for line in captured.err.splitlines() if line.startswith(b"::")]
    assert sorted(os.listdir()) == sorted(["bad.yaml", "good.yaml", "kustomization.yaml", path])


def test_what_is_an_option_by_its_looks_and_a_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("--config=x.yaml").write_text("fail-level: never\n")
    for command in ("hook", "lint"):
        assert cli.run([command, "--config=x.yaml", "bad.yaml"]) == 2
        assert "write `--` before files" in capsys.readouterr().err
    assert cli.run(["lint", "--", "--config=x.yaml", "bad.yaml"]) == 1


def test_the_hook_takes_names_after_two_hyphens() -> None:
    for arguments in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *arguments], check=True)
    assert cli.run(["hook", "--no-config", "--", "bad.yaml"]) == 1
    Path("-rf.yaml").write_text(BAD)
    subprocess.run(["git", "add", "-A"], check=True)
    assert cli.run(["hook", "--no-config", "--", "-rf.yaml"]) == 1
