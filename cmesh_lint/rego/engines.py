"""Which engine runs the rules, and the rules it can run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from . import builtins, tokens
from .nouns import Engine, ModuleError, Program
from .ruleset import Ruleset, without
from .settings import Rego

Open = Callable[[Program, str], Engine]
"""A program and `data.repository` as JSON → an engine."""


def opener(rego: Rego, processes: int) -> Open:
    """How the engine that was asked for is made."""
    if rego.kind == "regorus":
        from .embedded import Embedded

        return lambda program, repository: Embedded(program, repository, rego.limits, processes)
    if server := rego.server:
        from .opa import OpaEngine

        return lambda program, repository: OpaEngine(program, repository, server)
    from .opa_process import OwnOpa

    return lambda program, repository: OwnOpa(program, repository, rego.limits)


def callable_only(rules: Ruleset, rego: Rego) -> Ruleset:
    """The rules less the files that call what they may not, or what the engine lacks."""
    modules = [(each.path, tokens.module(each.text)) for each in rules.program.modules]
    for path, line, column, message in builtins.complaints(modules, rego.kind, rego.allowed, builtins.table()):
        if any(module.path == path for module in rules.program.modules):
            rules = without(rules, path, f"not run: column {column}: {message}", line)
    return rules


class Opened(NamedTuple):
    """An engine, and the rules it has loaded."""

    engine: Engine
    rules: Ruleset


@contextmanager
def opened(rules: Ruleset, repository: str, open_: Open) -> Iterator[Opened]:
    """An engine with all rules that it can load; the others are told. Raises EngineError where there is none."""
    while True:
        engine = open_(rules.program, repository)
        try:
            engine.__enter__()
            break
        except ModuleError as error:
            rules = without(rules, error.path, f"not run: column {error.column}: {error.what}", error.line)
    with ExitStack() as exits:
        exits.push(engine)
        yield Opened(engine, rules)
