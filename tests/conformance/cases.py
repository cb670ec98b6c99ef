"""What the judges are compared on: the corpus, the examples of the rules, and mutants of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from cmesh_lint.rules import catalogue
from cmesh_lint.rules.envoy import envoy_rejects
from cmesh_lint.rules.page import without_wants
from cmesh_lint.source.documents import read
from cmesh_lint.source.files import Source
from cmesh_lint.versions import MINORS

from . import further_edits  # noqa: F401  (registers its kinds)
from .corpus import KINDS, configs
from .mutants import mutants

Json = Any


class Case(NamedTuple):
    """An object, and where it is from."""

    kind: str
    """`corpus`, `bad`, `good`, or the kinds of edits of a mutant."""
    name: str
    object: Json

    @property
    def source(self) -> Source:
        """The object as a file of its own."""
        return Source(f"{self.name}.json", json.dumps(self.object).encode())


def originals() -> list[Case]:
    """The corpus, where it is there, and the example of every rule that holds for the newest Cilium."""
    published = ((file, value) for file, value in configs())
    return [*(Case("corpus", f"{file}#{at}", value) for at, (file, value) in enumerate(published)), *_examples()]


def mutated(seeds: list[Case], seed: int, count: int, edits: int = 1) -> Iterator[Case]:
    """`count` mutants of the seeds, each after so many edits. The same numbers give the same mutants."""
    names = [each.name for each in seeds]
    kinds = [""] * len(seeds)
    objects = [each.object for each in seeds]
    for turn in range(edits):
        made = list(mutants(objects, seed=seed + turn, count=count))
        names = [names[each.source] for each in made]
        kinds = [f"{kinds[each.source]}+{each.kind}".removeprefix("+") for each in made]
        objects = [each.object for each in made]
    for number, (kind, name, value) in enumerate(zip(kinds, names, objects, strict=True)):
        yield Case(kind, f"{seed}.{number} of {name}", value)


def _examples() -> Iterator[Case]:
    for rule in catalogue.every():
        if rule.id == envoy_rejects.RULE.id:
            continue  # its example is what the linter does not know
        if rule.until is None or rule.until == MINORS[-1]:
            page = rule.page()
            for kind, text in (("bad", page.bad), ("good", page.good)):
                yield from _configs(kind, rule.id, text)


def _configs(kind: str, name: str, text: str) -> Iterator[Case]:
    for document in read(Source(name, without_wants(text).encode())).documents:
        if isinstance(document.value, dict) and document.value.get("kind") in KINDS:
            yield Case(kind, f"{name} {kind} {document.index}", document.value)
