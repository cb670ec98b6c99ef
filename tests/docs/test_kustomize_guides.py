"""The guides for kustomize, Flux and Argo CD: their files are written, and their commands given, as they say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from docs.guides import File, Reader, environment, steps

PAGES = ("kustomize.md", "flux.md", "argo-cd.md")
ELSEWHERE = "pip install"


def reader(folder: Path) -> Reader:
    assert shutil.which("kustomize"), "kustomize is not in the PATH; `make tools` installs it"
    return Reader(folder, environment())


@pytest.mark.parametrize("page", PAGES)
def test_every_command_ends_well(tmp_path: Path, page: str) -> None:
    someone = reader(tmp_path)
    said = {}
    for step in steps(page):
        if isinstance(step, File):
            someone.write(step)
        elif not step.line.startswith(ELSEWHERE):
            ran = someone.give(step.line)
            said[step.line] = (ran.returncode, ran.stdout if ran.returncode else "")
    assert said
    assert set(said.values()) == {(0, "")}


def test_what_comes_out_is_what_was_asked_for(tmp_path: Path) -> None:
    reader(tmp_path).follow("flux.md")
    plain = (tmp_path / "apps/echo/policies.yaml").read_text("utf-8")
    patched = (tmp_path / "clusters/prod/policies.yaml").read_text("utf-8")
    assert "max_tokens: 2\n" in plain
    assert "max_tokens: 20\n" in patched


def test_the_plugin_builds_what_is_right_and_fails_what_is_wrong(tmp_path: Path) -> None:
    someone = reader(tmp_path)
    someone.follow("argo-cd.md")
    generate = yaml.safe_load((tmp_path / "plugin.yaml").read_text("utf-8"))["spec"]["generate"]
    assert generate["command"] == ["sh", "-c"]
    here = Reader(tmp_path / "app", someone.environment)
    (script,) = generate["args"]
    built = here.give(f"({script}) 2> errors")
    assert built.returncode == 0
    assert yaml.safe_load(built.stdout)["kind"] == "CiliumEnvoyConfig"
    limit = tmp_path / "app" / "limit.yaml"
    limit.write_text(limit.read_text("utf-8").replace("per: 5s", "per: soon"), "utf-8")
    assert here.give(script).returncode == 1
