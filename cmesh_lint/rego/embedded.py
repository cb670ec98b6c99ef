"""The engine inside the package: Regorus. No other module imports it.

Regorus stops at the first error of a built-in, where OPA by default calls the expression undefined; both engines are
asked in the strict way, so that an error is reported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import metadata
from types import TracebackType
from typing import NamedTuple

import regorus

from ..config.rego import Limits
from .shapes import review, sorted_values
from .types import EngineError, EntryPoint, Failure, GivenUpError, Module, ModuleError, Program, Question, Reply, Shape
from .worker import Overrun, Worker

ENTRY = "cmesh_entry"
"""The package that gathers what all others hold."""
_BACKTRACE = "\n\nStack backtrace:"
_PLACE = re.compile(r"^--> (?P<path>.+):(?P<line>\d+):(?P<column>\d+)$", re.MULTILINE)
_OF_THE_MODULE = re.compile(r"is unsafe|could not find function|recursion detected|conflicts with rule")
"""What is wrong with a module on every input."""
_LONGEST = 8_000_000
"""Characters of the answers for one question."""
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

    @property
    def name(self) -> str:
        """`regorus 0.13.0`."""
        return f"regorus {metadata.version('gordon-to-regorus')}"

    def __enter__(self) -> Embedded:
        prove(self._program, self._repository, self._limits)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Its processes end with the questions."""

    def ask(self, questions: Sequence[Question]) -> Iterator[Reply | Failure]:
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

    def _worker(self, questions: Sequence[Question]) -> Worker[Question, list[Reply] | Failure]:
        entries = [entry for entry in self._program.entries if entry.package not in self._stopped]
        loaded = _Loaded(self._program, self._repository)
        return Worker(_Gatherer(loaded, entries), questions, self._limits, loaded.load)

    def _answers(
        self, questions: Sequence[Question], worker: Worker[Question, list[Reply] | Failure]
    ) -> Iterator[Reply | Failure]:
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

    def _one_by_one(self, question: Question) -> Iterator[Reply | Failure]:
        """Each package alone before a question that all together failed at; one that overruns is asked no more."""
        entries = [entry for entry in self._program.entries if entry.package not in self._stopped]
        loaded = _Loaded(self._program, self._repository)
        alone = Worker(partial(_alone, loaded, question), entries, self._limits, loaded.load)
        for entry, told in zip(entries, alone, strict=True):
            if isinstance(told, Overrun):
                self._stopped.add(entry.package)
                yield Failure(None, entry.package, f"{told.reason}; it was stopped")
            elif isinstance(told, Failure):
                yield told._replace(package=entry.package)
            else:
                yield from told


class _Loaded:
    """An engine with the program, which the process that asks it loads first."""

    def __init__(self, program: Program, repository: str, covering: bool = False) -> None:
        self._program = program
        self._repository = repository
        self._covering = covering
        self.engine: regorus.Engine

    def load(self) -> None:
        self.engine = _loaded(self._program, self._repository, self._covering)

    def asking(self, entries: Sequence[EntryPoint]) -> regorus.Engine:
        """The same with what gathers the answers of some entries."""
        engine = self.engine.clone()
        engine.add_policy(ENTRY, _gathering(entries))
        return engine


def _alone(loaded: _Loaded, question: Question, entry: EntryPoint) -> list[Reply] | Failure:
    return _Gatherer(loaded, [entry])(question)


class _Gatherer:
    """Asks an engine all entries at once."""

    def __init__(self, loaded: _Loaded, entries: Sequence[EntryPoint]) -> None:
        self._loaded = loaded
        self._entries = entries
        self._bare: regorus.Engine | None = None
        self._engines: dict[str, regorus.Engine] = {}
        self._shapes = sorted({entry.shape for entry in entries})

    def __call__(self, question: Question) -> list[Reply] | Failure:
        found: list[Reply] = []
        try:
            engine = self._with_config(question.config)
            for shape in self._shapes:
                engine.set_input_json(_INPUTS[shape](question.manifest))
                text = engine.eval_query_as_json(f"data.{ENTRY}.{shape}")
                if len(text) > _LONGEST:
                    return Failure(question.number, None, f"more than {_LONGEST // 1_000_000} MB of results")
                found.extend(_answers(question.number, text))
        except RuntimeError as error:
            wrong = _understood(error)
            whole = isinstance(wrong, ModuleError) and _OF_THE_MODULE.search(wrong.what)
            return Failure(None if whole else question.number, None, str(wrong))
        return sorted(found, key=lambda answer: (answer.package, answer.set))

    def _with_config(self, config: str) -> regorus.Engine:
        if self._bare is None:
            self._bare = self._loaded.asking(self._entries)
        if config not in self._engines:
            engine = self._bare.clone()
            engine.add_data_json(f'{{"config": {config}}}')
            engine.set_gather_prints(True)
            self._engines[config] = engine
        engine = self._engines[config]
        engine.take_prints()
        return engine


class _Wrong(NamedTuple):
    """A fault, as processes hand it over."""

    path: str
    line: int
    column: int
    what: str


def prove(program: Program, repository: str, limits: Limits) -> None:
    """Loads the program in a process that can be ended. Raises GivenUpError, ModuleError and EngineError."""
    steps = (*program.modules, None)
    given_up: dict[str, str] = {}
    wrong: _Wrong | None = None
    late = ""
    for module, told in zip(steps, Worker(_Loading(program, repository), steps, limits), strict=True):
        if isinstance(told, _Wrong):
            wrong = wrong or told
        elif told is not None and module is not None:
            given_up[module.path] = told.reason
        elif told is not None:
            late = told.reason
    if given_up:
        raise GivenUpError(given_up)
    if wrong:
        raise ModuleError(*wrong) if wrong.path else EngineError(wrong.what)
    if late:
        raise _blamed(program, repository, limits, late)


def _blamed(program: Program, repository: str, limits: Limits, reason: str) -> EngineError:
    """Which module makes the program as a whole take too long: the first with which it does."""
    steps = program.modules
    for module, told in zip(steps, Worker(_Growing(program, repository), steps, limits), strict=True):
        if isinstance(told, Overrun):
            return GivenUpError({module.path: told.reason})
    return EngineError(f"the rules and their data cannot be loaded: {reason}")


class _Loading:
    """Loads a program step by step: a module, and at the end all together."""

    def __init__(self, program: Program, repository: str) -> None:
        self._program = program
        self._repository = repository
        self._engine = regorus.Engine()
        self._wrong = False

    def __call__(self, module: Module | None) -> _Wrong | None:
        try:
            if module is not None:
                self._engine.add_policy(module.path, module.text)
            elif not self._wrong:
                _settle(self._engine, self._program, self._repository)
        except RuntimeError as error:
            self._wrong = True
            return _handed(_understood(error))
        return None


class _Growing(_Loading):
    """The same with all that is there so far after each module; what lacks another one is not wrong yet."""

    def __call__(self, module: Module | None) -> None:
        super().__call__(module)
        with suppress(RuntimeError):
            _settle(self._engine.clone(), self._program._replace(data={}), "{}")


def _handed(error: EngineError) -> _Wrong:
    if isinstance(error, ModuleError):
        return _Wrong(error.path, error.line, error.column, error.what)
    return _Wrong("", 1, 1, str(error))


def _loaded(program: Program, repository: str, covering: bool = False) -> regorus.Engine:
    engine = regorus.Engine()
    engine.set_enable_coverage(covering)
    try:
        for module in program.modules:
            engine.add_policy(module.path, module.text)
        _settle(engine, program, repository)
    except RuntimeError as error:
        raise _understood(error) from error
    return engine


def _settle(engine: regorus.Engine, program: Program, repository: str) -> None:
    """Puts in the data, and has the modules compiled."""
    if program.data:
        engine.add_data_json(json.dumps(program.data))
    engine.add_data_json(f'{{"repository": {repository}}}')
    engine.set_input_json("null")
    engine.eval_query("true")


def _understood(error: RuntimeError) -> EngineError:
    text = str(error).partition(_BACKTRACE)[0].strip()
    place = _PLACE.search(text)
    _, error_, words = text[place.end() :].partition("\nerror: ") if place is not None else ("", "", "")
    if place is None or not error_:
        return EngineError(" ".join(text.split()))
    what = words.partition("\n")[0].rstrip(":").strip() or "cannot be evaluated"
    return ModuleError(place["path"], int(place["line"]), int(place["column"]), what)


def _gathering(entries: Sequence[EntryPoint]) -> str:
    lines = [f"package {ENTRY}"]
    for package, sets, shape in entries:
        lines.extend(f'{shape}[{json.dumps(package)}]["{name}"] := data.{package}.{name}' for name in sets)
    return "\n".join(lines)


def _answers(question: int, text: str) -> Iterator[Reply]:
    for result in json.loads(text)["result"]:
        for package, sets in result["expressions"][0]["value"].items():
            for name, values in sets.items():
                if values:
                    yield Reply(question, package, name, sorted_values(values))


class UnitTest(NamedTuple):
    """A rule whose name begins with `test_`, as `opa test` runs them."""

    name: str
    """`data.cmesh.lib_test.test_routes`."""
    path: str
    line: int


class TestRun(NamedTuple):
    """What unit tests came to."""

    failures: dict[UnitTest, str]
    """Why each of those failed that did."""
    coverage: dict[str, tuple[int, int]]
    """Of each module that is no test: lines that were evaluated, and lines that could be."""


def run_tests(program: Program, modules: Sequence[Module], tests: Sequence[UnitTest], limits: Limits) -> TestRun:
    """Runs unit tests, the modules they are in given beside the program. Raises EngineError."""
    whole = program._replace(modules=(*program.modules, *modules))
    prove(whole, "{}", limits)
    loaded = _Loaded(whole, "{}", covering=True)
    worker = Worker(partial(_one_test, loaded), (*tests, None), limits, loaded.load)
    failures: dict[UnitTest, str] = {}
    for test, told in zip((*tests, None), worker, strict=True):
        if test is None:
            return TestRun(failures, _coverage(told, program) if isinstance(told, str) else {})
        if reason := told.reason if isinstance(told, Overrun) else told:
            failures[test] = reason
    raise AssertionError("the last piece of work is the report")


def _one_test(loaded: _Loaded, test: UnitTest | None) -> str:
    """Why a test failed, empty where it passed; at the end, the report on what was covered."""
    if test is None:
        return str(loaded.engine.get_coverage_report_as_json())
    try:
        holds = loaded.engine.eval_rule(test.name)
    except RuntimeError as error:
        return str(_understood(error))
    return "" if holds is True else "it does not pass"


def _coverage(report: str, program: Program) -> dict[str, tuple[int, int]]:
    judging = {module.path for module in program.modules}
    return {
        file["path"]: (len(file["covered"]), len(file["covered"]) + len(file["not_covered"]))
        for file in json.loads(report)["files"]
        if file["path"] in judging
    }


_INPUTS: dict[Shape, Callable[[str], str]] = {"manifest": str, "review": review}
