"""Texts for hovers: what Envoy's own API says of its messages, fields and enums.

They come from the .proto files of a Maven artifact, for those are what has the comments: the descriptors
that a Cilium agent links have none. A field that is newer than the artifact has no text.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from google.protobuf.descriptor_pb2 import FileDescriptorSet

from .rst import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from google.protobuf.descriptor_pb2 import DescriptorProto, EnumDescriptorProto, FileDescriptorProto

ARTIFACT = "io.envoyproxy.controlplane:api:1.0.49"
"""The newest that Maven Central has."""

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_COMMAND = "python -m cmesh_lint.generate.comments"
_SPOKEN_OF = re.compile(r"(envoy/(config|extensions|type)|xds/(core|type))/.*\.proto")
_RETIRED = re.compile(r"/v(1|2)(alpha\d*|beta\d*)?/")
"""Envoy's v1 and v2 API, which no supported Cilium uses."""

# Field numbers of descriptor.proto, of which the path of a comment is made.
_FILE_MESSAGE, _FILE_ENUM = 4, 5
_MESSAGE_FIELD, _MESSAGE_NESTED, _MESSAGE_ENUM = 2, 3, 4
_ENUM_VALUE = 2

_Path = tuple[int, ...]


class TypeTexts(NamedTuple):
    """What is said of a message or an enum."""

    package: str
    name: str
    """Without the package: `Cluster.LbConfig`."""
    texts: dict[str, str]
    """By field or enum value; the text of the type itself is under ""."""


def fetch(folder: Path) -> Path:
    """Copies the jar of `ARTIFACT` into a folder, with Maven; CalledProcessError if it can't."""
    subprocess.run(["mvn", "-q", "-B", _COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"], check=True)
    _, name, version = ARTIFACT.split(":")
    return folder / f"{name}-{version}.jar"


def comments(jar: Path) -> tuple[TypeTexts, ...]:
    """The texts of every type in a jar of .proto files that has one, sorted by package and name."""
    with tempfile.TemporaryDirectory(prefix="protos-") as folder:
        files = _compiled(_unpacked(jar, folder), folder)
    spoken_of = (file for file in files.file if _is_spoken_of(file.name))
    found = (texts for file in spoken_of for texts in _of_file(file))
    return tuple(sorted(found, key=lambda texts: (texts.package, texts.name)))


def _is_spoken_of(path: str) -> bool:
    return bool(_SPOKEN_OF.fullmatch(path)) and not _RETIRED.search(path)


def _unpacked(jar: Path, folder: str) -> list[str]:
    """Unpacks the .proto files and names those we want the comments of."""
    with zipfile.ZipFile(jar) as archive:
        protos = [name for name in archive.namelist() if name.endswith(".proto")]
        archive.extractall(folder, protos)
    return sorted(filter(_is_spoken_of, protos))


def _compiled(protos: list[str], folder: str) -> FileDescriptorSet:
    """What protoc makes of the files, comments included."""
    protoc = [sys.executable, "-m", "grpc_tools.protoc", "-I.", "--include_source_info"]
    subprocess.run([*protoc, "--descriptor_set_out=files.binpb", *protos], cwd=folder, check=True)
    return FileDescriptorSet.FromString(Path(folder, "files.binpb").read_bytes())


def _of_file(file: FileDescriptorProto) -> Iterator[TypeTexts]:
    said = {
        tuple(place.path): plain(place.leading_comments or place.trailing_comments)
        for place in file.source_code_info.location
    }
    for name, texts in _of_scope(file.message_type, file.enum_type, (_FILE_MESSAGE, _FILE_ENUM), (), "", said):
        if texts:
            yield TypeTexts(file.package, name, texts)


def _of_scope(
    messages: Iterable[DescriptorProto],
    enums: Iterable[EnumDescriptorProto],
    numbers: tuple[int, int],
    at: _Path,
    prefix: str,
    said: dict[_Path, str],
) -> Iterator[tuple[str, dict[str, str]]]:
    """The types that are in a file or a message, with those inside them; `at` is the scope's path."""
    of_message, of_enum = numbers
    for index, enum in enumerate(enums):
        path = (*at, of_enum, index)
        yield prefix + enum.name, _texts(path, _ENUM_VALUE, [value.name for value in enum.value], said)
    for index, message in enumerate(messages):
        path = (*at, of_message, index)
        name = prefix + message.name
        yield name, _texts(path, _MESSAGE_FIELD, [field.name for field in message.field], said)
        nested = (_MESSAGE_NESTED, _MESSAGE_ENUM)
        yield from _of_scope(message.nested_type, message.enum_type, nested, path, f"{name}.", said)


def _texts(path: _Path, member: int, names: list[str], said: dict[_Path, str]) -> dict[str, str]:
    """The texts of a type at a path and of its members, those that are not empty."""
    texts = {"": said.get(path, "")}
    texts |= {name: said.get((*path, member, index), "") for index, name in enumerate(names)}
    return {name: text for name, text in texts.items() if text}


def render(types: Iterable[TypeTexts]) -> str:
    """The file of one package: a JSON object with one type a line."""
    lines = [("$comment", f"made by `{_COMMAND}` from {ARTIFACT}; Copyright the Envoy authors, Apache-2.0")]
    members = [*lines, *((texts.name, texts.texts) for texts in types)]
    written = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, sort_keys=True)}" for key, value in members)
    return "{\n" + ",\n".join(written) + "\n}\n"


def write(types: Iterable[TypeTexts], folder: Path) -> None:
    """Writes `<package>.json` for every package, and removes those of packages that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.json"):
        stale.unlink()
    for package, of_package in groupby(types, lambda texts: texts.package):
        Path(folder, f"{package}.json").write_text(render(of_package), "utf-8")


def main(arguments: Iterable[str] | None = None) -> int:
    """Writes the texts of all packages into a folder."""
    parser = argparse.ArgumentParser(_COMMAND, description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the texts, as in schemas/docs")
    parser.add_argument("--jar", type=Path, help=f"a copy of {ARTIFACT} (default: Maven fetches it)")
    asked: Any = parser.parse_args(None if arguments is None else list(arguments))
    with tempfile.TemporaryDirectory(prefix="jar-") as folder:
        write(comments(asked.jar or fetch(Path(folder))), asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
