"""Rules from folders, files and bundles, the bundles made by `opa build`."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from cmesh_lint.rego import sources
from cmesh_lint.rego.sources import gather

RULE = 'package a\n\ndeny contains "x" if data.limits.most == 3\n'


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    folder = tmp_path / "policy"
    (folder / "limits").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "a.rego").write_text(RULE)
    (folder / "limits" / "data.json").write_text('{"most": 3}')
    (folder / ".git" / "b.rego").write_text(RULE)
    (folder / "notes.json").write_text("{}")
    return folder


def inner(paths: list[str]) -> list[tuple[str, bytes]]:
    return [(file.inner, file.content) for file in gather(paths).files]


def test_a_folder_is_read_without_what_is_hidden_or_no_rule(policy: Path) -> None:
    assert inner([str(policy)]) == [("a.rego", RULE.encode()), ("limits/data.json", b'{"most": 3}')]


def test_a_file(policy: Path) -> None:
    assert inner([str(policy / "a.rego")]) == [("a.rego", RULE.encode())]


def test_a_file_named_twice_is_read_once(policy: Path) -> None:
    assert len(gather([str(policy), str(policy), str(policy / "a.rego")]).files) == 2


def test_a_bundle_that_opa_builds(policy: Path, tmp_path: Path) -> None:
    opa = shutil.which("opa")
    assert opa, "opa is not on PATH: tools/install brings it"
    bundle = tmp_path / "bundle.tar.gz"
    shutil.rmtree(policy / ".git")
    subprocess.run([opa, "build", "--bundle", ".", "-o", bundle], cwd=policy, check=True)
    found = gather([str(bundle)])
    assert found.not_checked == ()
    assert [(file.path, file.inner) for file in found.files] == [
        (f"{bundle}:a.rego", "a.rego"),
        (f"{bundle}:data.json", "data.json"),
    ]
    assert b"limits" in found.files[1].content


def test_a_bundle_of_another_kind_is_told(policy: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.tar.gz"
    with tarfile.open(bundle, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("/policy.wasm"), io.BytesIO())
    (missed,) = gather([str(bundle)]).not_checked
    assert "it holds `policy.wasm`" in missed.reason


def test_what_is_no_bundle_is_told_and_the_rest_is_read(policy: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.tar.gz"
    bundle.write_bytes(b"no archive")
    found = gather([str(bundle), str(policy / "gone"), str(policy)])
    assert [each.file for each in found.not_checked] == [str(bundle), str(policy / "gone")]
    assert len(found.files) == 2


def test_a_bundle_cannot_eat_all_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LIMIT", 10)
    bundle = tmp_path / "bundle.tgz"
    with tarfile.open(bundle, "w:gz") as archive:
        member = tarfile.TarInfo("a.rego")
        member.size = 11
        archive.addfile(member, io.BytesIO(b"x" * 11))
    assert "unpacks to more than" in gather([str(bundle)]).not_checked[0].reason


def test_a_path_in_a_bundle_stays_in_it(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.tgz"
    with tarfile.open(bundle, "w:gz") as archive:
        member = tarfile.TarInfo("/policy/../a.rego")
        archive.addfile(member, io.BytesIO())
    assert [file.inner for file in gather([str(bundle)]).files] == ["a.rego"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle.tgz"]
