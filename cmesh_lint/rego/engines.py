"""Which engine runs the rules, and the rules it can run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from ..config.rego import Limits, Rego
from . import builtins, tokens
from .ruleset import Ruleset, without
from .types import Engine, EngineError, GivenUpError, ModuleError, Program

Open = Callable[[Program, str], Engine]
"""A program and `data.repository` as JSON → an engine."""


def opener(rego: Rego, processes: int) -> Open:
    """How the engine that was asked for is made."""
    if rego.kind == "regorus":
        from .embedded import Embedded

        return lambda program, repository: Embedded(program, repository, rego.limits, processes)
    if server := rego.server:
        from .opa.engine import OpaEngine

        return lambda program, repository: OpaEngine(program, repository, server)
    from .opa.process import OwnOpa

    return lambda program, repository: OwnOpa(program, repository, rego.limits)


def callable_only(rules: Ruleset, rego: Rego) -> Ruleset:
    """The rules less the files that call what they may not, or what the engine lacks."""
    modules = [(each.path, tokens.module(each.text)) for each in rules.program.modules]
    for path, line, column, message in builtins.complaints(modules, rego.kind, rego.allowed, builtins.table()):
        if any(module.path == path for module in rules.program.modules):
            rules = without(rules, path, f"not run: column {column}: {message}", line)
    return rules


def loadable(rules: Ruleset, limits: Limits) -> Ruleset:
    """The rules and their unit tests less the files that the embedded engine takes too long to load."""
    while error := _given_up(rules, limits):
        rules = _without_all(rules, error)
    return rules


def _given_up(rules: Ruleset, limits: Limits) -> GivenUpError | None:
    from .embedded import prove

    try:
        prove(rules.program._replace(modules=(*rules.program.modules, *rules.tests)), "{}", limits)
    except GivenUpError as error:
        return error
    except EngineError:
        # What else is wrong is reported where the rules run.
        return None
    return None


def _without_all(rules: Ruleset, error: GivenUpError) -> Ruleset:
    for path, reason in error.reasons.items():
        rules = without(rules, path, f"not run: it could not be loaded: {reason}")
    return rules._replace(tests=tuple(each for each in rules.tests if each.path not in error.reasons))


class Opened(NamedTuple):
    """An engine, and the rules it has loaded."""

    engine: Engine
    rules: Ruleset


@contextmanager
def open_engine(rules: Ruleset, repository: str, open_: Open) -> Iterator[Opened]:
    """An engine with all rules that it can load; the others are reported. Raises EngineError where there is none."""
    while True:
        engine = open_(rules.program, repository)
        try:
            engine.__enter__()
            break
        except GivenUpError as error:
            rules = _without_all(rules, error)
        except ModuleError as error:
            rules = without(rules, error.path, f"not run: column {error.column}: {error.what}", error.line)
    with ExitStack() as exits:
        exits.push(engine)
        yield Opened(engine, rules)
