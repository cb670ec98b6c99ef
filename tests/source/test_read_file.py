"""Reading a file, or saying why not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cmesh_lint.finding import NotChecked
from cmesh_lint.source.files import LIMIT, Named, Neighbour, Source, TooLarge, holds_envoy_config, read

CONFIG = b"kind: CiliumEnvoyConfig\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (CONFIG, True),
        (b"kind: CiliumClusterwideEnvoyConfig\n", True),
        (b"kind: Deployment\n", False),
        (CONFIG.decode().encode("utf-16"), True),
        (CONFIG.decode().encode("utf-16-le"), True),
        (CONFIG.decode().encode("utf-16-be"), True),
        (b"", False),
    ],
)
def test_byte_test(tmp_path: Path, data: bytes, expected: bool) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert holds_envoy_config(data) is expected
    assert read(str(path)) == (Source(str(path), data) if expected else None)


@pytest.mark.parametrize(
    ("data", "policies"),
    [
        (b"kind: Service\n", False),
        (b'{"kind": "Secret"}', False),
        (b"kind: CiliumNetworkPolicy\n  envoyConfig:\n", True),
        (b"l7Proxy: false\n", False),
    ],
)
def test_what_a_cec_may_refer_to(tmp_path: Path, data: bytes, policies: bool) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert read(str(path)) == Neighbour(str(path), policies)


@pytest.mark.parametrize("data", [b"kind: ServiceAccount\n", b"kind: ServiceMonitor", b"unkind: Servicer\n"])
def test_kinds_that_only_begin_like_one(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert read(str(path)) is None


@pytest.mark.parametrize("offset", [0, LIMIT, LIMIT + 1024 * 1024 - 15])
def test_the_limit(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        file.seek(offset)
        file.write(CONFIG)
        file.truncate(LIMIT + 2 * 1024 * 1024)
    assert read(str(path)) == TooLarge(str(path))
    os.truncate(path, LIMIT)
    assert isinstance(read(str(path)), Source if offset == 0 else type(None))


def test_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to("absent")
    for name, reason in (("absent", "no such file or directory"), ("broken", "no such file or directory")):
        assert read(str(tmp_path / name)) == NotChecked(str(tmp_path / name), f"cannot be read: {reason}")
    assert read(str(tmp_path)) == NotChecked(str(tmp_path), "cannot be read: is a directory")
    assert isinstance(read("a\0b"), NotChecked)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(CONFIG)
    path.chmod(0)
    assert read(str(path)) == NotChecked(str(path), "cannot be read: permission denied")


def test_a_pipe_nobody_writes_to(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    os.mkfifo(path)
    assert read(str(path)) == NotChecked(str(path), "not a regular file")
    assert read(Named(path)) == NotChecked(str(path), "nothing could be read from it")


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml")
    Path(path).write_bytes(CONFIG)
    assert read(path) == Source(f"{tmp_path}/\ufffd.yaml", CONFIG)


@pytest.mark.parametrize("size", [0, LIMIT - len(CONFIG), LIMIT])
def test_standard_input(size: int) -> None:
    program = "from cmesh_lint.source.files import read; s = read('-'); print(type(s).__name__, s and s.path)"
    data = CONFIG + b"#" * size
    root = Path(__file__).parents[2]
    result = subprocess.run([sys.executable, "-c", program], input=data, cwd=root, capture_output=True, check=True)
    kind = "Source" if len(data) <= LIMIT else "TooLarge"
    assert result.stdout.decode().split() == [kind, "<stdin>"]


def test_standard_input_without_anything() -> None:
    program = "from cmesh_lint.source.files import read; print(read('-').reason)"
    root = Path(__file__).parents[2]
    result = subprocess.run([sys.executable, "-c", program], input=b"", cwd=root, capture_output=True, check=True)
    assert result.stdout == b"standard input is empty\n"
