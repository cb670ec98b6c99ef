"""Questions in few requests. What fails is narrowed, by package and then by manifest, until it costs itself alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ..shapes import review, sorted_values
from ..types import Failure, Question, Reply
from .client import Door, Gone, Refused, TookTooLong
from .program import ServerProgram

BATCH = 1024 * 1024
"""Characters of manifests in one request. A request costs 1.4 ms, and one that fails is asked again in parts."""


class _Found(NamedTuple):
    """What came back, and where it stands among the rest."""

    position: int
    """Of its question in the batch."""
    package: str
    set: str
    reply: Reply | Failure


class Asking:
    """One run's questions to one server."""

    def __init__(
        self, door: Door, program: ServerProgram, revive: Callable[[], Door | None] = lambda: None, ended: str = ""
    ) -> None:
        """`revive` starts a server again that has gone, where it can; `ended` says why it may have gone."""
        self._door = door
        self._program = program
        self._revive = revive
        self._ended = ended
        self._stopped: set[int] = set()
        self._reviews = "question.review " in program.asking

    def replies(self, questions: Sequence[Question]) -> Iterator[Reply | Failure]:
        """See `nouns.Engine.ask`. A server that has gone costs all that is left, and no more is asked."""
        for batch in batches(questions, BATCH):
            found: list[_Found] = []
            gone = self._gathered(batch, found)
            yield from (each.reply for each in sorted(found, key=lambda each: each[:3]))
            if gone:
                yield Failure(None, None, gone)
                return

    def _gathered(self, batch: Sequence[Question], found: list[_Found]) -> str:
        """Puts the results of the batch into `found`; gives the reason why the server answers no more, else ""."""
        numbered = list(enumerate(batch))
        try:
            try:
                found += self._asked(numbered, None)
            except (Refused, TookTooLong):
                for entry in range(len(self._program.packages)):
                    self._narrow(entry, numbered, found)
        except Gone as gone:
            return str(gone)
        return ""

    def _narrow(self, entry: int, questions: list[tuple[int, Question]], found: list[_Found]) -> None:
        """Asks one package alone; where that fails, its questions apart."""
        if entry in self._stopped:
            return
        package, (position, question) = self._program.packages[entry], questions[0]
        try:
            found += self._asked(questions, entry)
            return
        except Refused as refused:
            failure = Failure(question.number, package, self._program.reason(refused))
            parts = [questions[: len(questions) // 2], questions[len(questions) // 2 :]]
        except TookTooLong as late:
            failure = Failure(None, package, f"{late}; it was stopped")
            # Halves of an endless rule would each take the whole time; the first manifest shows as much.
            parts = [[each] for each in questions]
        if len(questions) > 1:
            for part in parts:
                self._narrow(entry, part, found)
            return
        found.append(_Found(position, package, "", failure))
        if failure.question is None:
            self._stopped.add(entry)

    def _asked(self, questions: list[tuple[int, Question]], entry: int | None) -> list[_Found]:
        """One request: for all packages, or for one."""
        path = f"{self._program.asking_package}/answers" + ("" if entry is None else f"/p{entry}")
        try:
            told = self._door.ask(path, self._input([question for _, question in questions])) or {}
        except Gone as gone:
            door = self._revive()
            if door is None:
                raise
            self._door = door
            raise TookTooLong(self._ended) from gone
        except Refused as refused:
            if refused.told:
                raise
            raise Gone(f"{refused}") from refused
        return list(self._read(told if entry is None else {f"p{entry}": told}, questions))

    def _input(self, questions: Sequence[Question]) -> dict[str, Any]:
        configs = {config: at for at, config in enumerate(dict.fromkeys(each.config for each in questions))}
        return {
            "questions": [self._question(each, configs) for each in questions],
            "configs": [json.loads(config) for config in configs],
            "without": sorted(self._stopped),
        }

    def _question(self, question: Question, configs: dict[str, int]) -> dict[str, Any]:
        asked = {"manifest": json.loads(question.manifest), "config": configs[question.config]}
        return {**asked, "review": json.loads(review(question.manifest))} if self._reviews else asked

    def _read(self, told: dict[str, Any], questions: list[tuple[int, Question]]) -> Iterator[_Found]:
        for entry, package in enumerate(self._program.packages):
            for number, name in enumerate(self._program.sets[entry]):
                for at, values in told.get(f"p{entry}", {}).get(f"s{number}", {}).items():
                    if values:
                        position, question = questions[int(at)]
                        answer = Reply(question.number, package, name, sorted_values(values))
                        yield _Found(position, package, name, answer)


def batches(questions: Sequence[Question], size: int) -> Iterator[list[Question]]:
    """Questions in order, as many together as have `size` characters, at least one."""
    batch: list[Question] = []
    held = 0
    for question in questions:
        if batch and held + len(question.manifest) > size:
            yield batch
            batch, held = [], 0
        batch.append(question)
        held += len(question.manifest)
    if batch:
        yield batch
