"""Rules from folders, files and bundles, the bundles made by `opa build`."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import threading
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
    monkeypatch.setattr(sources, "LIMIT", 1 << 20)
    bundle = tmp_path / "bundle.tgz"
    for name in ("a.rego", "picture"):
        with tarfile.open(bundle, "w:gz") as archive:
            member = tarfile.TarInfo(name)
            member.size = 2 << 20
            archive.addfile(member, io.BytesIO(bytes(2 << 20)))
        assert bundle.stat().st_size < 1 << 16
        assert "it unpacks to more than 1 MiB" in gather([str(bundle)]).not_checked[0].reason


def test_a_rule_in_a_bundle_has_a_limit(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.tgz"
    with tarfile.open(bundle, "w:gz") as archive:
        member = tarfile.TarInfo("a.rego")
        member.size = sources.RULE_LIMIT + 1
        archive.addfile(member, io.BytesIO(bytes(member.size)))
    assert "`a.rego` in it is larger than 2 MB" in gather([str(bundle)]).not_checked[0].reason


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_a_bundle_holds_files(tmp_path: Path, kind: bytes) -> None:
    bundle = tmp_path / "bundle.tgz"
    with tarfile.open(bundle, "w:gz") as archive:
        member = tarfile.TarInfo("data.json")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    found = gather([str(bundle)])
    assert found.files == ()
    assert "`data.json` in it is a link or a device" in found.not_checked[0].reason


@pytest.mark.parametrize("name", ["../a.rego", "a/../../b.rego", "/../c.rego"])
def test_nothing_in_a_bundle_leads_out_of_it(tmp_path: Path, name: str) -> None:
    bundle = tmp_path / "bundle.tgz"
    with tarfile.open(bundle, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    found = gather([str(bundle)])
    assert found.files == ()
    assert "leads out of it" in found.not_checked[0].reason


def test_a_bundle_that_is_broken_is_told(policy: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.tgz"
    with tarfile.open(whole, "w:gz") as archive:
        archive.add(policy / "a.rego", "a.rego")
    for size in range(0, whole.stat().st_size - 8, 7):
        (tmp_path / "part.tgz").write_bytes(whole.read_bytes()[:size])
        assert len(gather([str(tmp_path / "part.tgz")]).not_checked) == 1


def test_what_is_no_regular_file_is_told_and_the_rest_is_read(policy: Path, tmp_path: Path) -> None:
    os.mkfifo(policy / "pipe.rego")
    (policy / "zero.rego").symlink_to("/dev/zero")
    (policy / "out.rego").symlink_to(tmp_path / "outside.rego")
    (policy / "inside.rego").symlink_to("a.rego")
    (tmp_path / "outside.rego").write_text(RULE)
    (policy / "large.rego").write_bytes(b"#" * (sources.RULE_LIMIT + 1))
    found = gather([str(policy)])
    assert [file.inner for file in found.files] == ["a.rego", "inside.rego", "limits/data.json"]
    reasons = {Path(each.file).name: each.reason for each in found.not_checked}
    assert reasons["pipe.rego"] == "not run: it cannot be read: not a regular file"
    assert reasons["large.rego"] == "not run: it cannot be read: larger than 2 MB"
    assert "a link that leads out of" in reasons["out.rego"]
    assert "a link that leads out of" in reasons["zero.rego"]


def test_a_folder_cannot_eat_all_memory(policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LIMIT", len(RULE) + 1)
    found = gather([str(policy)])
    assert [file.inner for file in found.files] == ["a.rego"]
    assert "it holds more than" in found.not_checked[0].reason


def test_a_pipe_is_read_where_a_flag_names_it(tmp_path: Path) -> None:
    pipe = tmp_path / "a.rego"
    os.mkfifo(pipe)
    assert gather([str(pipe)]).not_checked[0].reason == "no rules can be read from it: not a regular file"
    writer = threading.Thread(target=pipe.write_text, args=(RULE,))
    writer.start()
    assert [file.content for file in gather([str(pipe)], by_flag=True).files] == [RULE.encode()]
    writer.join()


def test_a_name_that_is_no_text(policy: Path) -> None:
    (policy / "caf\udce9.rego").write_text(RULE)
    assert str(policy / "caf\\udce9.rego") in [file.path for file in gather([str(policy)]).files]


def test_a_path_in_a_bundle_stays_in_it(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.tgz"
    with tarfile.open(bundle, "w:gz") as archive:
        member = tarfile.TarInfo("/policy/../a.rego")
        archive.addfile(member, io.BytesIO())
    assert [file.inner for file in gather([str(bundle)]).files] == ["a.rego"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle.tgz"]
