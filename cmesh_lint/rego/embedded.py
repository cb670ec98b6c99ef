"""The engine inside the package: Regorus. No other module imports it.

Regorus stops at the first error of a built-in, where OPA by default calls the expression undefined; both engines are
asked in the strict way, so that an error is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import metadata
from types import TracebackType
from typing import NamedTuple

import regorus

from .nouns import Answer, EngineError, Entry, Failure, Module, ModuleError, Program, Question, Shape
from .settings import Limits
from .shapes import review, sorted_values
from .worker import Overrun, Worker

ENTRY = "cmesh_entry"
"""The package that gathers what all others hold."""
_BACKTRACE = "\n\nStack backtrace:"
_PLACE = re.compile(r"^--> (?P<path>.+):(?P<line>\d+):(?P<column>\d+)$", re.MULTILINE)
_OF_THE_MODULE = re.compile(r"is unsafe|could not find function|recursion detected|conflicts with rule")
"""What is wrong with a module on every input."""
_MANY = 200
"""Questions from which a second process is worth its start."""


class Embedded:
    """Regorus, in processes that can be ended. See `nouns.Engine`."""

    def __init__(self, program: Program, repository: str, limits: Limits, processes: int = 1) -> None:
        self._program = program
        self._repository = repository
        self._limits = limits
        self._processes = processes
        self._stopped: set[str] = set()
        self._base: regorus.Engine | None = None

    @property
    def name(self) -> str:
        """`regorus 0.13.0`."""
        return f"regorus {metadata.version('gordon-to-regorus')}"

    def __enter__(self) -> Embedded:
        self._base = _loaded(self._program, self._repository)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base = None

    def ask(self, questions: Sequence[Question]) -> Iterator[Answer | Failure]:
        """See `nouns.Engine`."""
        count = self._processes if len(questions) >= _MANY else 1
        size = -(-len(questions) // count) or 1
        parts = [questions[start : start + size] for start in range(0, len(questions), size)]
        workers = [self._worker(part) for part in parts]
        try:
            for part, worker in zip(parts, workers, strict=True):
                yield from self._answers(part, worker)
        finally:
            for worker in workers:
                worker.close()

    def _worker(self, questions: Sequence[Question]) -> Worker[Question, list[Answer] | Failure]:
        entries = [entry for entry in self._program.entries if entry.package not in self._stopped]
        return Worker(_Gatherer(self._engine(entries), entries), questions, self._limits)

    def _engine(self, entries: Sequence[Entry]) -> regorus.Engine:
        assert self._base is not None, "an engine is asked inside its `with`"
        engine = self._base.clone()
        engine.add_policy(ENTRY, _gathering(entries))
        return engine

    def _answers(
        self, questions: Sequence[Question], worker: Worker[Question, list[Answer] | Failure]
    ) -> Iterator[Answer | Failure]:
        for done, told in enumerate(worker, 1):
            if isinstance(told, list):
                yield from told
                continue
            stopped = len(self._stopped)
            yield from self._one_by_one(questions[done - 1])
            if len(self._stopped) > stopped:
                worker.close()
                yield from self._answers(questions[done:], self._worker(questions[done:]))
                return

    def _one_by_one(self, question: Question) -> Iterator[Answer | Failure]:
        """Each package alone before a question that all together failed at; one that overruns is asked no more."""
        entries = [entry for entry in self._program.entries if entry.package not in self._stopped]
        for entry, told in zip(entries, Worker(partial(self._alone, question), entries, self._limits), strict=True):
            if isinstance(told, Overrun):
                self._stopped.add(entry.package)
                yield Failure(None, entry.package, f"{told.reason}; it was stopped")
            elif isinstance(told, Failure):
                yield told._replace(package=entry.package)
            else:
                yield from told

    def _alone(self, question: Question, entry: Entry) -> list[Answer] | Failure:
        return _Gatherer(self._engine([entry]), [entry])(question)


class _Gatherer:
    """Asks an engine all entries at once."""

    def __init__(self, engine: regorus.Engine, entries: Sequence[Entry]) -> None:
        self._bare = engine
        self._engines: dict[str, regorus.Engine] = {}
        self._shapes = sorted({entry.shape for entry in entries})

    def __call__(self, question: Question) -> list[Answer] | Failure:
        engine = self._with_config(question.config)
        found: list[Answer] = []
        try:
            for shape in self._shapes:
                engine.set_input_json(_INPUTS[shape](question.manifest))
                found.extend(_answers(question.number, engine.eval_query_as_json(f"data.{ENTRY}.{shape}")))
        except RuntimeError as error:
            wrong = _understood(error)
            whole = isinstance(wrong, ModuleError) and _OF_THE_MODULE.search(wrong.what)
            return Failure(None if whole else question.number, None, str(wrong))
        return sorted(found, key=lambda answer: (answer.package, answer.set))

    def _with_config(self, config: str) -> regorus.Engine:
        if config not in self._engines:
            engine = self._bare.clone()
            engine.add_data_json(f'{{"config": {config}}}')
            engine.set_gather_prints(True)
            self._engines[config] = engine
        engine = self._engines[config]
        engine.take_prints()
        return engine


def check(program: Program) -> None:
    """Raises ModuleError for the first module that Regorus cannot load."""
    _loaded(program, "{}")


def _loaded(program: Program, repository: str, covering: bool = False) -> regorus.Engine:
    engine = regorus.Engine()
    engine.set_enable_coverage(covering)
    try:
        for module in program.modules:
            engine.add_policy(module.path, module.text)
        if program.data:
            engine.add_data_json(json.dumps(program.data))
        engine.add_data_json(f'{{"repository": {repository}}}')
        engine.set_input_json("null")
        engine.eval_query("true")
    except RuntimeError as error:
        raise _understood(error) from error
    return engine


def _understood(error: RuntimeError) -> EngineError:
    text = str(error).partition(_BACKTRACE)[0].strip()
    place = _PLACE.search(text)
    _, error_, words = text[place.end() :].partition("\nerror: ") if place is not None else ("", "", "")
    if place is None or not error_:
        return EngineError(" ".join(text.split()))
    what = words.partition("\n")[0].rstrip(":").strip() or "cannot be evaluated"
    return ModuleError(place["path"], int(place["line"]), int(place["column"]), what)


def _gathering(entries: Sequence[Entry]) -> str:
    lines = [f"package {ENTRY}"]
    for package, sets, shape in entries:
        lines.extend(f'{shape}[{json.dumps(package)}]["{name}"] := data.{package}.{name}' for name in sets)
    return "\n".join(lines)


def _answers(question: int, text: str) -> Iterator[Answer]:
    for result in json.loads(text)["result"]:
        for package, sets in result["expressions"][0]["value"].items():
            for name, values in sets.items():
                if values:
                    yield Answer(question, package, name, sorted_values(values))


class UnitTest(NamedTuple):
    """A rule whose name begins with `test_`, as `opa test` runs them."""

    name: str
    """`data.cmesh.lib_test.test_routes`."""
    path: str
    line: int


class Tested(NamedTuple):
    """What unit tests came to."""

    failures: dict[UnitTest, str]
    """Why each of those failed that did."""
    coverage: dict[str, tuple[int, int]]
    """Of each module that is no test: lines that were evaluated, and lines that could be."""


def tested(program: Program, modules: Sequence[Module], tests: Sequence[UnitTest], limits: Limits) -> Tested:
    """Runs unit tests, the modules they stand in given beside the program. Raises EngineError."""
    engine = _loaded(program._replace(modules=(*program.modules, *modules)), "{}", covering=True)
    work = partial(_one_test, engine)
    failures: dict[UnitTest, str] = {}
    for test, told in zip((*tests, None), Worker(work, (*tests, None), limits), strict=True):
        if test is None:
            return Tested(failures, _coverage(told, program) if isinstance(told, str) else {})
        if reason := told.reason if isinstance(told, Overrun) else told:
            failures[test] = reason
    raise AssertionError("the last piece of work is the report")


def _one_test(engine: regorus.Engine, test: UnitTest | None) -> str:
    """Why a test failed, empty where it passed; at the end, the report on what was covered."""
    if test is None:
        return str(engine.get_coverage_report_as_json())
    try:
        holds = engine.eval_rule(test.name)
    except RuntimeError as error:
        return str(_understood(error))
    return "" if holds is True else "it does not hold"


def _coverage(report: str, program: Program) -> dict[str, tuple[int, int]]:
    judging = {module.path for module in program.modules}
    return {
        file["path"]: (len(file["covered"]), len(file["covered"]) + len(file["not_covered"]))
        for file in json.loads(report)["files"]
        if file["path"] in judging
    }


_INPUTS: dict[Shape, Callable[[str], str]] = {"manifest": str, "review": review}
