"""Reading a file: regular ones, up to a limit. Nothing else holds up the run or fills the memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cmesh_lint.system import regular_files
from cmesh_lint.system.regular_files import UnreadableFileError, read


def reason(path: str | Path, limit: int = 100, *, pipes: bool = False) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(path, limit, pipes=pipes)
    assert caught.value.strerror
    return caught.value.strerror


def test_a_file_as_long_as_the_limit_and_one_that_is_longer(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 10)
    assert read(path, 10) == b"x" * 10
    assert reason(path, 9) == "larger than 9 bytes"
    path.write_bytes(b"x" * 5_000_001)
    assert reason(str(path), 5_000_000) == "larger than 5 MB"


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "null").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name in ("pipe", "zero", "null", "socket"):
            assert reason(tmp_path / name) == "not a regular file", name
        assert reason(tmp_path / "zero", pipes=True) == "not a regular file"
    with pytest.raises(IsADirectoryError):
        read(tmp_path, 1)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "gone", 1)


def test_a_terminal_is_not_read() -> None:
    leader, follower = os.openpty()
    try:
        assert reason(os.ttyname(follower), pipes=True) == "not a regular file"
    finally:
        os.close(leader)
        os.close(follower)


def test_a_pipe_that_the_user_names(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def write(text: bytes) -> threading.Thread:
        writer = threading.Thread(target=path.write_bytes, args=(text,))
        writer.start()
        return writer

    writer = write(b"x" * 200_000)
    assert read(path, 200_000, pipes=True) == b"x" * 200_000
    writer.join()
    assert read(os.devnull, 1, pipes=True) == b""


def test_the_shell_puts_a_program_in_the_place_of_a_file() -> None:
    program = "import sys; from cmesh_lint.system.regular_files import read; print(read(sys.argv[1], 20, pipes=True))"
    shell = ["bash", "-c", f"'{sys.executable}' -c '{program}' <(sleep 0.2; echo one; echo two)"]
    assert subprocess.run(shell, capture_output=True, check=True, timeout=20).stdout == b"b'one\\ntwo\\n'\n"


def test_a_pipe_that_nobody_fills_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular_files, "_WAIT", 0.1)
    os.mkfifo(tmp_path / "pipe")
    assert reason(tmp_path / "pipe", pipes=True) == "a named pipe without data for 0.1 s"
    holding = os.open(tmp_path / "pipe", os.O_RDWR)
    try:
        assert reason(tmp_path / "pipe", pipes=True).startswith("a named pipe without data")
    finally:
        os.close(holding)
