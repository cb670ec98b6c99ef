"""CiliumEnvoyConfigs with recorded verdicts: those of this repository, and more where CMESH_LINT_CORPUS names some."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corpora import FOLDERS, files, verdicts

from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source

KINDS = ("CiliumEnvoyConfig", "CiliumClusterwideEnvoyConfig")
Json = Any


class Judged(NamedTuple):
    """One object of the corpus, and what the agent of Cilium 1.20.2 and Envoy 1.37 said of it alone."""

    file: str
    document: int
    object: Json
    gate: str
    """`ok`, `dropped`, `refused` or `nacked`."""
    why: str

    def __str__(self) -> str:
        return f"{self.file}#{self.document}"


def judged() -> Iterator[Judged]:
    """Every object that has a verdict, in the order of `verdicts.jsonl`."""
    for folder, said in verdicts():
        value = documents(folder / said["file"])[said["doc"]]
        yield Judged(said["file"], said["doc"], value, said["gate"], said["why"])


def configs() -> Iterator[tuple[str, Json]]:
    """Every CEC and CCEC of the corpus that can be read, with its file, judged or not."""
    for path in files():
        folder = next(each for each in FOLDERS if path.is_relative_to(each))
        for value in documents(path).values():
            if isinstance(value, dict) and value.get("kind") in KINDS:
                yield str(path.relative_to(folder)), value


def documents(path: Path) -> dict[int, Json]:
    """The readable documents of a file that may hold Envoy configuration, by their position."""
    return {each.index: each.value for each in read(Source(str(path), path.read_bytes())).documents}
