"""Files that are written: whole or not at all, and not through links."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cmesh_lint import cli
from cmesh_lint.rules.echo import ECHO
from cmesh_lint.terminal import streams

STANZA = """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: RateLimitPolicy
metadata: {name: echo-limit, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo}]
  requests: 2
  per: 1s
"""


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "repository"
    (here / ".git").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    monkeypatch.chdir(here)
    Path("good.yaml").write_text(ECHO)
    return here


def lint(*arguments: str) -> int:
    return cli.run(["lint", "--no-config", "good.yaml", *arguments])


def test_a_file_is_replaced_and_keeps_its_mode() -> None:
    Path("report").write_text("old")
    Path("report").chmod(0o640)
    before = os.stat("report").st_ino
    assert lint("--output", "report") == 0
    assert "1 CEC" in Path("report").read_text()
    assert stat.S_IMODE(os.stat("report").st_mode) == 0o640
    assert os.stat("report").st_ino != before
    assert sorted(os.listdir()) == [".git", "good.yaml", "report"]


def test_a_new_file_has_the_mode_that_files_have() -> None:
    before = os.umask(0o027)
    try:
        assert lint("--output", "n" * 255) == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat("n" * 255).st_mode) == 0o640


COMMANDS = [
    ["lint", "--no-config", "good.yaml", "--output", "{}"],
    ["lint", "--no-config", "good.yaml", "--write-baseline", "{}"],
    ["rules", "docs", "shipped", "--output", "{}"],
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("target", ["../outside/file", "good.yaml", "nowhere"])
def test_a_link_is_not_written_through(
    command: list[str], target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "outside" / "file").write_text("precious")
    os.symlink(target, "report")
    assert cli.run([each.format("report") for each in command]) == 2
    assert "cannot write `report`: it is a symbolic link" in capsys.readouterr().err
    assert (tmp_path / "outside" / "file").read_text() == "precious"
    assert Path("good.yaml").read_text() == ECHO
    assert not Path("nowhere").exists()


FOLDERS = [
    ["lint", "--no-config", "good.yaml", "--output", "out/file"],
    ["lint", "--no-config", "good.yaml", "--output", "./out/../out/inner/file"],
    ["lint", "--no-config", "good.yaml", "--write-baseline", "out/file"],
    ["rules", "docs", "shipped", "--output", "out/file"],
    ["rules", "docs", "shipped", "--pages", "out"],
    ["rules", "new", "a-rule", "--dir", "out/inner/deeper"],
    ["schema", "export", "--output", "out/inner"],
    ["schema", "export", "--output", "out", "--for-opa"],
    ["render", "stanzas", "--output", "out/inner/file"],
]


@pytest.mark.parametrize("command", FOLDERS)
def test_a_folder_that_is_a_link_out_of_the_repository_is_not_written_to(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("stanzas").mkdir()
    Path("stanzas/echo.yaml").write_text(STANZA)
    (tmp_path / "outside" / "inner").mkdir()
    os.symlink("../outside", "out")
    assert cli.run(command) == 2
    assert "a symbolic link leads out of the repository" in capsys.readouterr().err
    assert [*(tmp_path / "outside").rglob("*")] == [tmp_path / "outside" / "inner"]


def test_a_rendered_file_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    Path("stanzas").mkdir()
    Path("stanzas/echo.yaml").write_text(STANZA)
    old = "# Made by `cmesh-lint render --cilium-version 1.18 .`;\n"
    (tmp_path / "outside" / "file").write_text(old)
    os.symlink("../../outside/file", "stanzas/cmesh-lint.rendered.yaml")
    assert cli.run(["render", "stanzas"]) == 3
    assert (tmp_path / "outside" / "file").read_text() == old


def test_links_inside_and_outside_of_the_repository_are_the_users_own(tmp_path: Path) -> None:
    Path("real").mkdir()
    os.symlink("real", "inside")
    assert lint("--output", "inside/report") == 0
    assert Path("real/report").exists()
    os.symlink("outside", tmp_path / "way")
    assert lint("--output", str(tmp_path / "way" / "report")) == 0
    assert (tmp_path / "outside" / "report").exists()


def test_what_is_no_file_is_written_as_it_is() -> None:
    assert lint("--output", "/dev/null") == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    os.mkfifo("pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_text()))
    reader.start()
    assert lint("--output", "pipe") == 0
    reader.join(20)
    assert "1 CEC" in read[0]
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)


def test_what_is_open_already_is_written_to() -> None:
    script = f"{sys.executable} -m cmesh_lint lint --no-config good.yaml --output"
    for target in ("/dev/stdout", "/dev/fd/1", ">(cat; sleep 0.1)"):
        done = subprocess.run(["bash", "-c", f"{script} {target}; wait $!"], capture_output=True, text=True, check=True)
        assert "1 CEC" in done.stdout
    subprocess.run(["bash", "-c", f"echo before > log; {script} /dev/stdout >> log"], check=True)
    assert Path("log").read_text().startswith("before\nchecked ")


def test_a_full_device_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint("--output", "/dev/full") == 3
    assert "cannot write `/dev/full`: No space left on device" in capsys.readouterr().err


LIMITED = """\
import resource, sys
from cmesh_lint.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
main()
"""


@pytest.mark.parametrize("command", [*COMMANDS, ["schema", "export", "--output", "."]])
def test_a_disk_that_is_full_leaves_the_old_file(command: list[str]) -> None:
    Path("report").write_text("old")
    arguments = [each.format("report") for each in command]
    done = subprocess.run([sys.executable, "-c", LIMITED, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, "File too large" in done.stderr) == (3, True), done.stderr
    assert Path("report").read_text() == "old"
    assert [name for name in os.listdir() if name.startswith(".cmesh")] == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount")
def test_a_real_disk_that_is_full() -> None:
    Path("disk").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8k", "none", "disk"], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no leave to mount")
    try:
        Path("disk/report").write_text("old")
        Path("disk/more").write_bytes(b"x" * 4096)
        with pytest.raises(OSError) as caught:
            streams.write_file("disk/report", "x" * 8192)
        assert caught.value.errno == errno.ENOSPC
        assert Path("disk/report").read_text() == "old"
        assert sorted(os.listdir("disk")) == ["more", "report"]
    finally:
        subprocess.run(["umount", "disk"], check=True)


def test_other_outputs_are_written_where_one_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        lint("--format", "json", "--output", "no/where", "--format", "sarif", "--output", "s", "--format", "text") == 2
    )
    captured = capsys.readouterr()
    assert "cannot write `no/where`" in captured.err
    assert "1 CEC" in captured.out
    assert Path("s").read_text().startswith("{")


def test_a_folder_that_takes_no_new_file_and_a_file_that_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a file is mounted alone."""
    Path("report").write_text("old")

    def busy(*_: object, **__: object) -> None:
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(os, "replace", busy)
    assert lint("--output", "report") == 0
    assert "1 CEC" in Path("report").read_text()
