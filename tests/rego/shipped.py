"""The rules in `rules/`, and what engines say of manifests before all of them, those that are off too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpora import files

from cmesh_lint.config.rego import Kind, Rego
from cmesh_lint.rego.engines import opener
from cmesh_lint.rego.ruleset import Ruleset, load
from cmesh_lint.rego.types import Failure, Question, Reply
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.source.manifests import manifests

RULES = Path(__file__).parents[2] / "rules"
LIBRARY = RULES / "lib"
FILES = tuple(sorted(file for file in RULES.glob("*/*.rego") if file.parent != LIBRARY))
"""One a rule."""
NO_NEIGHBOURS = '{"configs": {}}'


def ruleset() -> Ruleset:
    return load([str(RULES)])


def program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not on PATH: tools/install brings it"
    return found


def objects(text: bytes) -> Iterator[dict[str, Any]]:
    """The Kubernetes objects in a file."""
    for document in read(Source("a.yaml", text)).documents:
        yield from (manifest.value for manifest in manifests(document))


def answers(kind: Kind, rules: Ruleset, asked: Sequence[Any]) -> list[Reply | Failure]:
    questions = [Question(number, json.dumps(value), "{}") for number, value in enumerate(asked)]
    with opener(Rego(kind=kind), 1)(rules.program, NO_NEIGHBOURS) as engine:
        return list(engine.ask(questions))


def examples(rules: Ruleset) -> list[dict[str, Any]]:
    """The objects of all cards."""
    texts = [text for rule in rules.rules for text in (rule.card.bad, rule.card.good)]
    return [value for text in texts for value in objects(text.encode())]


def corpus() -> list[dict[str, Any]]:
    """The objects of the corpora."""
    return [value for file in files() for value in objects(file.read_bytes())]
