"""Dumps of what the agent links. Builds a Go program against the newest pinned Cilium: needs Go and its module proxy."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import DescriptorProto, FileDescriptorSet

from cmesh_lint.generate.descriptors import DumpError, Release, agent, latest, main, releases, write

REFERENCE = Path(os.environ.get("CMESH_LINT_DESCRIPTORS", "/nowhere"))
NEWEST = releases()[-1]

needs_go = pytest.mark.skipif(not shutil.which("go"), reason="Go is not installed")

Fields = dict[str, tuple[int, int, int, str, str]]


def read(dump: Path) -> FileDescriptorSet:
    return FileDescriptorSet.FromString(gzip.decompress(dump.read_bytes()))


def shapes(files: FileDescriptorSet) -> dict[str, Fields]:
    """Every message, by full name, and its fields: number, label, type, type's name and validation rules."""
    return dict(shape for file in files.file for shape in _nested(file.package, file.message_type))


def _nested(scope: str, messages: list[DescriptorProto]) -> Iterator[tuple[str, Fields]]:
    for message in messages:
        name = f"{scope}.{message.name}"
        yield name, {f.name: (f.number, f.label, f.type, f.type_name, str(f.options)) for f in message.field}
        yield from _nested(name, list(message.nested_type))


@pytest.fixture(scope="module")
def newest() -> FileDescriptorSet:
    return agent(NEWEST)


@needs_go
def test_an_agent_knows_what_the_reference_dump_says(newest: FileDescriptorSet) -> None:
    dump = REFERENCE / f"cilium-{NEWEST.tag[1:]}.binpb.gz"
    if not dump.is_file():
        pytest.skip(f"CMESH_LINT_DESCRIPTORS names no folder with a dump of Cilium {NEWEST.tag}")
    assert shapes(newest) == shapes(read(dump))


@needs_go
def test_files_are_sorted_and_complete(newest: FileDescriptorSet) -> None:
    names = [file.name for file in newest.file]
    assert names == sorted(set(names))
    assert {path for file in newest.file for path in file.dependency} <= set(names)


@needs_go
def test_a_release_that_does_not_exist_is_named() -> None:
    with pytest.raises(DumpError, match=r"cilium v1\.20\.999: `go list .*` failed: .*1\.20\.999"):
        agent(Release("1.20", "v1.20.999"))


def test_latest_is_sorted_and_complete() -> None:
    files = latest()
    names = [file.name for file in files.file]
    assert names == sorted(set(names))
    assert {path for file in files.file for path in file.dependency} <= set(names)
    assert "envoy.extensions.filters.http.router.v3.Router" in shapes(files)


def test_latest_is_dumped_on_demand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path), "latest"]) == 0
    (dump,) = tmp_path.iterdir()
    assert read(dump) == latest()
    assert capsys.readouterr().out.startswith(f"latest.binpb.gz: {len(latest().file)} files of xds-protos ")


def test_the_same_set_gives_the_same_bytes(tmp_path: Path) -> None:
    files = latest()
    for name in ("one", "two"):
        write(tmp_path / name, files)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert read(tmp_path / "one") == files


def test_a_source_without_a_pin_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--out", str(tmp_path), "1.13"])
    assert "no pin for `1.13`" in capsys.readouterr().err


def test_pins_are_lines_of_a_minor_and_its_tag(tmp_path: Path) -> None:
    pins = tmp_path / "releases.txt"
    pins.write_text("# why\n1.19 v1.19.6\n\n1.20 v1.20.2  # newest\n")
    assert releases(pins) == (Release("1.19", "v1.19.6"), Release("1.20", "v1.20.2"))


@pytest.mark.parametrize("line", ["1.20", "1.20 v1.19.6", "1.20 1.20.2", "1.20 v1.20.2 more"])
def test_a_pin_that_is_no_pin_is_refused(line: str, tmp_path: Path) -> None:
    pins = tmp_path / "releases.txt"
    pins.write_text(line)
    with pytest.raises(ValueError, match=f"found `{line}`"):
        releases(pins)
