"""A patch release that is newer than everything known is judged as the newest known one, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.extensions import newest_patch
from cmesh_lint.versions import MINORS


@pytest.mark.parametrize("minor", MINORS)
def test_what_is_known_is_taken_in_silence(minor: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extensions", "--cilium-version", f"{minor}.{newest_patch(minor)}"]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_not_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["extensions", "--cilium-version", "1.18.99"]) == 0
    newest = f"1.18.{newest_patch('1.18')}"
    assert (
        capsys.readouterr().err == f"nothing is known of Cilium 1.18.99: it is judged as {newest}, the newest known\n"
    )


def test_a_patch_in_the_configuration_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".cmesh-lint.yaml").write_text("cilium-version: '1.18.99'\n", encoding="utf-8")
    assert cli.run(["."]) == 0
    assert capsys.readouterr().err.startswith("nothing is known of Cilium 1.18.99")
