"""Programs that are started are bounded, and end with all that they start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cmesh_lint.system import child_processes
from cmesh_lint.system.git import Git, GitError

SH = "/bin/sh"


def sh(script: str, timeout: float = 20, limit: int = 1 << 20, stdin: bytes | None = None) -> child_processes.Completed:
    return child_processes.run([SH, "-c", script], timeout=timeout, output_limit=limit, stdin=stdin)


def carrying(mark: str) -> list[int]:
    """The processes whose environment holds a mark."""
    found = []
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            environ = Path(f"/proc/{name}/environ").read_bytes()
        except OSError:
            continue
        found += [int(name)] if mark.encode() in environ else []
    return found


def gone(mark: str, seconds: float = 10) -> bool:
    """Whether none is left after a moment."""
    deadline = time.monotonic() + seconds
    while carrying(mark) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not carrying(mark)


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A variable that all children inherit."""
    monkeypatch.setenv("MARK_OF_A_TEST", str(tmp_path))
    return f"MARK_OF_A_TEST={tmp_path}"


def test_what_it_prints_and_how_it_ends() -> None:
    assert sh("echo out; echo err >&2; exit 3") == (3, b"out\n", b"err\n", None)
    assert sh("kill -TERM $$").returncode == -15


def test_it_reads_what_it_is_given_and_nothing_otherwise() -> None:
    data = b"x" * 300_000
    assert sh("cat", stdin=data).stdout == data
    assert sh("exit 0", stdin=data).returncode == 0
    assert sh("cat; echo end").stdout == b"end\n"
    assert sh("cat; echo end", stdin=b"").stdout == b"end\n"


def test_it_has_no_more_files_open_than_it_should() -> None:
    assert sh("ls /proc/self/fd | wc -l").stdout.strip() == b"4"  # and the folder that ls reads


def test_a_program_that_is_not_there_or_not_one(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no program")
    with pytest.raises(FileNotFoundError):
        child_processes.run(["no-such-program"], timeout=1, output_limit=1)
    with pytest.raises(PermissionError):
        child_processes.run([str(tmp_path / "text")], timeout=1, output_limit=1)


def test_a_folder_of_path_that_is_relative_is_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tool").write_text("#!/bin/sh\necho theirs\n")
    (tmp_path / "tool").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    with pytest.raises(FileNotFoundError):
        child_processes.run(["tool"], timeout=1, output_limit=1)


def test_it_ends_in_time_with_all_that_it_started(mark: str) -> None:
    assert sh("trap '' TERM INT; sleep 1000 & sleep 1000", timeout=0.3).overrun == "time"
    assert gone(mark)


def test_a_child_that_holds_the_pipes_open_does_not_hold_it_up(mark: str) -> None:
    before = time.monotonic()
    assert sh("sleep 1000 & echo out", timeout=60) == (0, b"out\n", b"", None)
    assert time.monotonic() - before < 30
    assert gone(mark)


def test_a_program_that_closes_its_pipes_is_waited_for(mark: str) -> None:
    assert sh("exec >&- 2>&-; sleep 0.2; exit 5").returncode == 5
    assert sh("exec >&- 2>&-; sleep 1000", timeout=0.3).overrun == "time"
    assert gone(mark)


@pytest.mark.parametrize("where", ["", ">&2"])
def test_what_never_stops_printing_is_stopped(mark: str, where: str) -> None:
    said = sh(
        f"while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy {where}; done", limit=100_000
    )
    assert said.overrun == "output"
    assert len(said.stdout) + len(said.stderr) < 300_000
    assert gone(mark)


KILLED = """
from cmesh_lint.system import child_processes
print("here", flush=True)
child_processes.run(["/bin/sh", "-c", "trap '' TERM; sleep 1000 & sleep 1000"], timeout=900, output_limit=100)
"""


def test_it_ends_where_the_process_is_killed_that_started_it(mark: str) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        deadline = time.monotonic() + 20
        while len(carrying(mark)) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(carrying(mark)) >= 4  # itself, the watcher, two that sleep
        process.kill()
    assert gone(mark)


def test_a_server_runs_as_long_as_it_is_wanted(mark: str) -> None:
    with child_processes.start([SH, "-c", "sleep 1000 & sleep 1000"]) as process:
        deadline = time.monotonic() + 20
        while len(carrying(mark)) < 4 and time.monotonic() < deadline:  # itself, the watcher, two that sleep
            assert process.poll() is None
            time.sleep(0.02)
        assert len(carrying(mark)) >= 4
    assert gone(mark)


def test_git_that_does_not_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    os.mkfifo(tmp_path / ".git" / "index")
    monkeypatch.setattr("cmesh_lint.system.git.SECONDS", 0.5)
    with pytest.raises(GitError, match=r"`git ls-files` did not finish within 0.5 s"):
        Git(str(tmp_path)).asked("ls-files")
    assert gone(mark)
