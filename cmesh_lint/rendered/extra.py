"""What is checked beside the files of a run: what was made of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..finding import Counts
from ..lint.linter import Outcome
from ..source.files import Source
from ..tuples import NamedTuple
from .types import Made

SourceOf = Callable[[str], Source | None]


class Beside(NamedTuple):
    """The results of policies and kustomizations."""

    outcomes: tuple[Outcome, ...] = ()
    """Of texts that are in no file; their findings are yet to be blamed."""
    made: Mapping[str, Made] = {}
    """These texts, by path."""
    patches: frozenset[str] = frozenset()
    """The real paths of files with parts of objects: they are checked where they are applied, and not alone."""

    def sources(self, source_of: SourceOf) -> SourceOf:
        """All sources: the files, and what was made."""

        def found(path: str) -> Source | None:
            here = self.made.get(path)
            return here.source if here else source_of(path)

        return found

    def left(self, paths: Sequence[str], outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
        """The results of the files, without the findings in parts of objects."""
        for path, outcome in zip(paths, outcomes, strict=True):
            if self.patches and os.path.realpath(path) in self.patches:
                yield outcome._replace(findings=(), told=(), objects=())
            else:
                yield outcome

    def dropped(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Outcomes without the findings in what was made."""
        return [
            outcome._replace(findings=tuple(each for each in outcome.findings if each.place.file not in self.made))
            for outcome in outcomes
        ]

    def settled(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Outcomes with their findings in the files that people edit; those of several made texts come last."""
        if not self.made:
            return [*outcomes]
        from .relocate import once, relocate

        found = [each for outcome in outcomes for each in outcome.findings if each.place.file in self.made]
        left = [
            outcome._replace(
                findings=tuple(
                    relocate(each, self.made) for each in outcome.findings if each.place.file not in self.made
                )
            )
            for outcome in outcomes
        ]
        return [*left, Outcome(tuple(once(relocate(each, self.made) for each in found)), (), Counts())]
