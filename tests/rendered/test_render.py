"""`cmesh-lint render`: files to commit, and the check that they are what the stanzas come to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cmesh_lint import __version__
from cmesh_lint.cli import run
from cmesh_lint.krm.function import answer
from cmesh_lint.source.yaml_writer import dump

STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2
  per: 5s
"""
NAME = "cmesh-lint.rendered.yaml"


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("app/echo.yaml", STANZA)
    return tmp_path


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def read(name: str) -> str:
    return Path(name).read_text()


def test_the_file_says_how_it_is_made_and_holds_what_the_function_makes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "app"]) == 0
    header, _, body = read(f"app/{NAME}").partition(";\n# do not edit: change the policies, and run it again here.\n")
    assert header == "# Made by `cmesh-lint render --cilium-version 1.20 .`"
    assert capsys.readouterr().err == f"app/{NAME}: written\n"
    # kustomize tells where a resource comes from, if it is asked to.
    origin = 'annotations: {config.kubernetes.io/origin: "path: echo.yaml\\n"}'
    items = STANZA.replace("namespace: default}", f"namespace: default, {origin}}}").replace("\n", "\n  ")
    asked = f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- {items}"
    made = answer(asked.encode())
    assert made.errors == ""
    assert "- " + body.replace("\n", "\n  ").rstrip() in made.out.decode()


def test_it_is_the_same_from_every_folder(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["render", "app"]) == 0
    text = read(f"app/{NAME}")
    monkeypatch.chdir(tree / "app")
    assert run(["render", "--check", "."]) == 0
    assert run(["render", str(tree / "app")]) == 0
    assert read(NAME) == text


def test_without_a_folder_all_rendered_files_are_rendered_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "--check"]) == 3
    assert (
        capsys.readouterr().err
        == "no rendered files found. Run `cmesh-lint render DIR` first, or remove the cmesh-lint-render hook\n"
    )
    assert run(["render", "--cilium-version", "1.18", "app"]) == 0
    assert run(["render", "--check"]) == 0
    write("app/echo.yaml", STANZA.replace("requests: 2", "requests: 3"))
    assert run(["render", "--check"]) == 1
    assert run(["render"]) == 0
    assert run(["render", "--check"]) == 0
    assert "--cilium-version 1.18 " in read(f"app/{NAME}")


def test_drift_is_told_with_its_line_and_nothing_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "app"]) == 0
    before = read(f"app/{NAME}")
    line = next(number for number, text in enumerate(before.splitlines(), 1) if "max_tokens: 2" in text)
    write("app/echo.yaml", STANZA.replace("requests: 2", "requests: 3"))
    capsys.readouterr()
    assert run(["render", "--check", "app"]) == 1
    said = f"app/{NAME}:{line}: differs from what the policies in app render to; render it again\n"
    assert capsys.readouterr() == ("", said)
    assert run(["render", "--diff", "app"]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert [each.strip() for each in shown if each.startswith(("-", "+")) and "max_tokens" in each] == [
        f"-{before.splitlines()[line - 1]}".strip(),
        f"+{before.splitlines()[line - 1].replace('2', '3')}".strip(),
    ]
    assert read(f"app/{NAME}") == before


def test_a_file_that_is_missing_is_drift(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "--check", "app"]) == 1
    assert capsys.readouterr().err == f"app/{NAME}:1: is missing; render it again\n"
    assert not Path(f"app/{NAME}").exists()


def test_one_that_was_edited_by_hand_is_drift() -> None:
    assert run(["render", "app"]) == 0
    text = read(f"app/{NAME}")
    write(f"app/{NAME}", text.replace("\n", "\r\n"))
    assert run(["render", "--check"]) == 1
    assert run(["render"]) == 0
    assert read(f"app/{NAME}") == text


def test_a_file_that_is_not_ours_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write(f"app/{NAME}", "kind: Mine\n")
    assert run(["render", "app"]) == 2
    assert f"`app/{NAME}` was not rendered by cmesh-lint, so it is not overwritten" in capsys.readouterr().err
    assert read(f"app/{NAME}") == "kind: Mine\n"


def test_where_no_stanzas_are_left_the_file_goes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "app"]) == 0
    Path("app/echo.yaml").unlink()
    assert run(["render", "--check"]) == 1
    assert run(["render", "app"]) == 0
    assert capsys.readouterr().err.endswith(f"app/{NAME}: removed, no policies are left\n")
    assert not Path(f"app/{NAME}").exists()
    assert run(["render", "app"]) == 3


def test_all_errors_of_all_folders_come_at_once_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    write("app/echo.yaml", STANZA.replace("per: 5s", "per: soon"))
    write("good/echo.yaml", STANZA)
    write("more/echo.yaml", STANZA.replace("requests:", "request:"))
    assert run(["render", "app", "good", "more"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [each.partition(" ")[0] for each in said] == [
        "app/echo.yaml:7:8:",
        "more/echo.yaml:6:3:",
    ]
    assert not Path(f"good/{NAME}").exists()


def test_a_contradiction_names_both_places(capsys: pytest.CaptureFixture[str]) -> None:
    write("app/more.yaml", STANZA.replace("echo-limit", "other").replace("requests: 2", "requests: 3"))
    assert run(["render", "app"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("app/more.yaml:6:13: RateLimitPolicy default/other: spec.requests: ")
    assert "\n  app/echo.yaml:6:13: " in said


def test_another_file(tree: Path) -> None:
    assert run(["render", "--output", "out/echo.yaml", "app"]) == 0
    assert read("out/echo.yaml").startswith(
        "# Made by `cmesh-lint render --cilium-version 1.20 --output echo.yaml ../app`;"
    )
    assert run(["render", "--check"]) == 0
    assert run(["render", "--output", "out/echo.yaml", "app", "app"]) == 2


def test_the_stanzas_that_kustomize_builds(capsys: pytest.CaptureFixture[str]) -> None:
    assert shutil.which("kustomize"), "kustomize is not in the PATH; `make tools` installs it"
    patch = (
        "patches:\n- target: {kind: RateLimitPolicy}\n  patch: |\n    - {op: replace, path: /spec/requests, value: 9}\n"
    )
    write("app/kustomization.yaml", "resources: [echo.yaml]\n")
    write("prod/stanzas/kustomization.yaml", "resources: [../../app]\nnamespace: prod\n" + patch)
    assert run(["render", "--kustomize", "--output", "prod/echo.yaml", "prod/stanzas"]) == 0
    text = read("prod/echo.yaml")
    assert text.startswith(
        "# Made by `cmesh-lint render --cilium-version 1.20 --kustomize --output echo.yaml stanzas`;"
    )
    assert "max_tokens: 9" in text
    assert "RateLimitPolicy prod/echo-limit (../../app/echo.yaml)" in text
    assert f"generated-by: {dump(f'cmesh-lint {__version__}')}" in text
    assert run(["render", "--check"]) == 0
    write("app/echo.yaml", STANZA.replace("per: 5s", "per: 6s"))
    capsys.readouterr()
    assert run(["render", "--check"]) == 1
    assert capsys.readouterr().err.startswith("prod/echo.yaml:")
    # What is rendered to a file is no forgotten stanza.
    assert run(["render"]) == 0
    assert run(["prod", "app/echo.yaml"]) == 0
