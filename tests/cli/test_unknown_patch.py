"""A release that is newer than everything known is checked as the newest known one, and that is said once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.extensions import available, extensions, newest_patch, newest_read
from cmesh_lint.versions import MINORS, Version

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("minor", MINORS)
def test_what_is_known_is_taken_in_silence(minor: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extensions", "--cilium-version", f"{minor}.{newest_read(minor)}"]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_not_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extensions", "--cilium-version", "1.18.99"]) == 0
    newest = f"1.18.{newest_patch('1.18')}"
    assert capsys.readouterr().err == f"Cilium 1.18.99 is not known: it is checked as {newest}, the newest known\n"


def test_a_patch_in_the_configuration_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".cmesh-lint.yaml").write_text("cilium-version: '1.18.99'\n", encoding="utf-8")
    assert cli.run(["."]) == 0
    assert capsys.readouterr().err.startswith("Cilium 1.18.99")


NEWEST = f"{MINORS[-1]}.{newest_patch(MINORS[-1])}"
NEVER_BUILT = "envoy.extensions.filters.http.aws_lambda.v3.Config"
BROKEN = "examples/broken/rate-limit.yaml"


@pytest.mark.parametrize("text", ["1.20.9", "1.21", "1.21.0", "v1.21.0", "2.0", "2.0.1", "10.4"])
@pytest.mark.parametrize(
    "command",
    [
        ("lint", "--no-config", BROKEN),
        ("explain-config", BROKEN),
        ("upgrade-check", "--from", "1.19.0", BROKEN),
        ("verify", BROKEN),
        ("extensions",),
    ],
    ids=lambda command: command[0],
)
def test_any_newer_release_is_taken_and_said_once(
    text: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    option = "--to" if command[0] == "upgrade-check" else "--cilium-version"
    assert cli.run([command[0], option, text, *command[1:]]) in (0, 1, 3)
    words = f"Cilium {text.removeprefix('v')} is not known: it is checked as {NEWEST}, the newest known"
    assert capsys.readouterr().err.splitlines().count(words) == 1


def test_findings_are_those_of_the_newest_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    said = []
    for text in ("1.20", "1.21.0", "2.0"):
        assert cli.run(["lint", "--no-config", "--cilium-version", text, BROKEN]) == 1
        said.append(capsys.readouterr().out.replace(f"Cilium {text}", "Cilium"))
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("text", ["1.21.0", "2.0", "1.20.9"])
def test_what_a_newer_release_lacks_is_not_known(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    version = Version.parse(text)
    assert available(NEVER_BUILT, Version.parse("1.20")) is False
    assert available(NEVER_BUILT, version) is None
    assert {each.available(version) for each in extensions()} == {True, None}
    assert cli.run(["extensions", "--missing", "--format", "json", "--cilium-version", text]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed["envoy"], listed["extensions"]) == (None, [])


def test_of_an_image_that_nobody_read_the_envoy_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    session = "envoy.extensions.filters.http.stateful_session.v3.StatefulSession"
    version = Version.parse("1.20.2")
    assert available(session, Version.parse("1.20.1")) is False
    assert available(session, version) is None
    assert available(NEVER_BUILT, version) is False
    assert available("envoy.extensions.filters.http.router.v3.Router", version) is True
    assert cli.run(["extensions", "--format", "json", "--cilium-version", "1.20.2"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["envoy"] == "1.37.6"
    assert err == (
        "the Envoy of Cilium 1.20.2 has at least the extensions of 1.20.1; whether it lacks others is not checked\n"
    )


def test_what_is_older_than_all_or_no_release_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("1.13", "1.2", "0.9.1", "1.21.0-rc.0", "2"):
        assert cli.run(["extensions", "--cilium-version", text]) == 2
        assert f"unknown Cilium version `{text}`" in capsys.readouterr().err
