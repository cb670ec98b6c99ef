"""The corpus of published CiliumEnvoyConfigs beside the repository, and the verdicts that came with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
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


class _Loader(yaml.CSafeLoader):
    """YAML 1.1 without dates, which kubectl does not have either."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def judged() -> Iterator[Judged]:
    """Every object that has a verdict, in the order of `verdicts.jsonl`."""
    for line in (CORPUS / "verdicts.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        documents = list(yaml.load_all((CORPUS / said["file"]).read_bytes(), _Loader))
        yield Judged(said["file"], said["doc"], documents[said["doc"]], said["gate"], said["why"])


def configs() -> Iterator[tuple[str, Json]]:
    """Every CEC and CCEC of the corpus with its file, judged or not. Broken files are left out."""
    for path in sorted(CORPUS.rglob("*.yaml")):
        try:
            documents = list(yaml.load_all(path.read_bytes(), _Loader))
        except yaml.YAMLError:
            continue
        for document in documents:
            if isinstance(document, dict) and document.get("kind") in KINDS:
                yield str(path.relative_to(CORPUS)), document
