"""Descriptor sets: which protobuf messages each Cilium agent knows, and which Envoy's API has.

A source is a minor of `tools/descriptors/releases.txt` (`1.20`) or `latest`. Of a minor it is the registry
that the agent of that release links, dumped by a Go program built against it; `latest` is the PyPI package
xds-protos, which has Envoy's whole API, extensions that no agent links included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module, metadata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from google.protobuf.descriptor import FileDescriptor

LATEST = "latest"
"""The source that stands for no release of Cilium."""

_TOOL = Path(__file__).parents[2] / "tools" / "descriptors"
_CILIUM = "github.com/cilium/cilium"
_XDS_PROTOS = "xds-protos"


class DumpError(Exception):
    """A source could not be dumped; the text says which one and what the tool said."""


class Release(NamedTuple):
    """A pinned release of Cilium: its minor (`1.20`) and its tag (`v1.20.2`)."""

    minor: str
    tag: str


class GoModule(NamedTuple):
    """What a release's own go.mod says: the Go version, and its `replace` lines as (old, new) pairs."""

    go: str
    replaces: tuple[tuple[str, str], ...]


def releases(pins: Path = _TOOL / "releases.txt") -> tuple[Release, ...]:
    """The pinned releases, in the order of the file; ValueError for a line that is not `minor tag`."""
    lines = (line.partition("#")[0].split() for line in pins.read_text("utf-8").splitlines())
    return tuple(_release(words) for words in lines if words)


def _release(words: list[str]) -> Release:
    match words:
        case [minor, tag] if tag.startswith(f"v{minor}."):
            return Release(minor, tag)
    raise ValueError(f"expected a minor and a tag of it, as in `1.20 v1.20.2`, found `{' '.join(words)}`")


def agent(release: Release) -> FileDescriptorSet:
    """The registry that the agent of a release links, files sorted by path. Needs Go and its module proxy."""
    with tempfile.TemporaryDirectory(prefix="descriptors-") as folder:
        shutil.copy(_TOOL / "main.go", folder)
        Path(folder, "go.mod").write_text(_go_mod(release, _cilium_module(release, folder)), "utf-8")
        # -trimpath: without it the name of the folder would be part of Go's cache key.
        _go(release, folder, "build", "-mod=mod", "-trimpath", "-ldflags=-s -w", "-o", "dump", ".")
        return FileDescriptorSet.FromString(_output(release, folder, [str(Path(folder, "dump"))]))


def _cilium_module(release: Release, folder: str) -> GoModule:
    """Reads the go.mod of Cilium itself, as the module proxy serves it."""
    listed = json.loads(_go(release, folder, "list", "-m", "-json", f"{_CILIUM}@{release.tag}"))
    module = json.loads(_go(release, folder, "mod", "edit", "-json", listed["GoMod"]))
    replaces = tuple((_at(r["Old"]), _at(r["New"])) for r in module["Replace"] or ())
    return GoModule(module["Go"], replaces)


def _at(module: dict[str, str]) -> str:
    return " ".join(filter(None, (module["Path"], module.get("Version"))))


def _go_mod(release: Release, cilium: GoModule) -> str:
    """A go.mod that resolves every module as Cilium's own does.

    Go ignores the `replace` lines of a dependency, so they are repeated.
    """
    replaces = [f"replace {old} => {new}" for old, new in cilium.replaces]
    return "\n".join(["module descriptors", f"go {cilium.go}", f"require {_CILIUM} {release.tag}", *replaces, ""])


def _go(release: Release, folder: str, *arguments: str) -> bytes:
    return _output(release, folder, ["go", *arguments])


def _output(release: Release, folder: str, command: list[str]) -> bytes:
    """What a command prints, run in a folder; DumpError if there is no such command, or it fails."""
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    except FileNotFoundError as error:
        raise DumpError(f"cilium {release.tag}: `{command[0]}` was not found; Go is needed") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip()
        raise DumpError(f"cilium {release.tag}: `{' '.join(command)}` failed: {said}") from error


def latest() -> FileDescriptorSet:
    """Every file that the installed xds-protos has, and what those import, sorted by path."""
    files: dict[str, FileDescriptor] = {}
    for module in _proto_modules():
        _collect(import_module(module).DESCRIPTOR, files)
    protos = (FileDescriptorProto.FromString(files[path].serialized_pb) for path in sorted(files))
    return FileDescriptorSet(file=protos)


def _proto_modules() -> Iterator[str]:
    """The names of the Python modules that protoc made from one .proto file each."""
    for path in metadata.files(_XDS_PROTOS) or ():
        # test/v1/simple.proto, of no use to Envoy, hides behind the standard library's `test`.
        if path.name.endswith("_pb2.py") and path.parts[0] != "test":
            yield ".".join(PurePosixPath(path).with_suffix("").parts)


def _collect(file: FileDescriptor, into: dict[str, FileDescriptor]) -> None:
    if file.name not in into:
        into[file.name] = file
        for dependency in file.dependencies:
            _collect(dependency, into)


def dump_name(source: str) -> str:
    """The file name of a source's dump: `cilium-1.20.binpb.gz`, `latest.binpb.gz`."""
    return f"{source if source == LATEST else f'cilium-{source}'}.binpb.gz"


def write(dump: Path, files: FileDescriptorSet) -> None:
    """Writes a dump; the same set gives the same bytes."""
    dump.parent.mkdir(parents=True, exist_ok=True)
    dump.write_bytes(gzip.compress(files.SerializeToString(deterministic=True), mtime=0))


def _dump(source: str, pins: dict[str, Release], out: Path) -> str:
    """Dumps one source into a folder and says in a line what it was."""
    files = latest() if source == LATEST else agent(pins[source])
    write(out / dump_name(source), files)
    origin = f"{_XDS_PROTOS} {metadata.version(_XDS_PROTOS)}" if source == LATEST else f"cilium {pins[source].tag}"
    return f"{dump_name(source)}: {len(files.file)} files of {origin}"


def _attempt(source: str, pins: dict[str, Release], out: Path) -> bool:
    """Dumps a source and says so; False, with the reason on standard error, if that failed."""
    try:
        print(_dump(source, pins, out), flush=True)
    except DumpError as error:
        print(error, file=sys.stderr)
        return False
    return True


def main(arguments: Iterable[str] | None = None) -> int:
    """Dumps the sources that are asked for, or all of them; 1 if one failed."""
    pins = {release.minor: release for release in releases()}
    parser = argparse.ArgumentParser("python -m cmesh_lint.generate.descriptors", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the dumps")
    parser.add_argument("source", nargs="*", help=f"{', '.join(pins)} or {LATEST} (default: all of them)")
    asked: Any = parser.parse_args(None if arguments is None else list(arguments))
    for unknown in set(asked.source) - {*pins, LATEST}:
        parser.error(f"no pin for `{unknown}`; known are {', '.join([*pins, LATEST])}")
    done = [_attempt(source, pins, asked.out) for source in asked.source or [*pins, LATEST]]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
