"""Built-in functions that a rule may not call, or that the engine it runs on does not have."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..config.rego import Allowed, Kind
from . import tokens


class BuiltinProblem(NamedTuple):
    """A place in a module, and what is wrong there."""

    path: str
    line: int
    column: int
    """Both from 1; columns count characters."""
    message: str


class Table(NamedTuple):
    """`builtins.json`, made by `python -m cmesh_lint.generate.builtins`."""

    opa: str
    """Its version."""
    regorus: str
    builtins: dict[str, dict[str, Any]]
    """For each function `embedded` (Regorus has it), and where so `depends_on`, `deprecated`."""


_NEVER_FETCHES = ("json.match_schema", "json.verify_schema")
"""Regorus is built without what would fetch a schema that another refers to."""

_NEEDS = {
    "network": "reaches the network, which custom rules may not do without `--allow-network`",
    "clock": "reads the clock, which custom rules may not do without `--allow-clock`",
    "chance": "returns a random value, which custom rules may not do without `--allow-clock`",
    "environment": "shows the engine's environment, which custom rules may not see",
}

REGO_V0 = "`if` is missing before the body: this is Rego v0, which `opa fmt --write --v0-v1` turns into v1"

_OPA_ALONE = {
    ("future", "keywords", "and"): "the keyword `and`",
    ("future", "keywords", "or"): "the keyword `or`",
    ("future", "keywords", "not"): "the keyword `not` before a body",
    ("rego", "v2"): "Rego v2",
}
"""Imports of what Regorus cannot read."""


def table() -> Table:
    """What both engines know."""
    with open(os.path.join(os.path.dirname(__file__), "builtins.json"), encoding="utf-8") as file:
        made = json.load(file)
    return Table(made["opa"], made["regorus"], made["builtins"])


def complaints(
    modules: Sequence[tuple[str, tokens.ParsedModule]], engine: Kind, allowed: Allowed, known: Table
) -> Iterator[BuiltinProblem]:
    """What of the modules, given with their paths, may not be called or is not there; in the order they stand."""
    own = _functions(modules)
    for path, module in modules:
        names = own[module.package] | {name for _, name in module.imports}
        found = [*_calls(module, names, engine, allowed, known)]
        found += [(token.line, token.column, REGO_V0) for token in tokens.bodies_of_v0(module)]
        if engine == "regorus":
            found += _beyond_regorus(module, known)
        for line, column, message in sorted(set(found)):
            yield BuiltinProblem(path, line, column, message)


_Found = tuple[int, int, str]


def _functions(modules: Sequence[tuple[str, tokens.ParsedModule]]) -> dict[tuple[str, ...], set[str]]:
    """Functions that a package defines itself; its calls mean these."""
    own: dict[tuple[str, ...], set[str]] = {}
    for _, module in modules:
        own.setdefault(module.package, set()).update(module.functions)
    return own


def _calls(
    module: tokens.ParsedModule, own: set[str], engine: Kind, allowed: Allowed, known: Table
) -> Iterator[_Found]:
    for ref in tokens.refs(module.tokens):
        name = ".".join(ref.parts)
        row = known.builtins.get(name)
        # `f(x) with f as http.send` calls it, too.
        if row is None or not (ref.called or ref.after == "as") or name in own or ref.parts[0] in own:
            continue
        if message := _refused(name, row, engine, allowed) or _lacking(name, row, engine, known):
            yield ref.line, ref.column, message


def _refused(name: str, row: dict[str, Any], engine: Kind, allowed: Allowed) -> str:
    needs = row.get("depends_on")
    free = {"network": allowed.network, "clock": allowed.clock, "chance": allowed.clock}
    if needs is None or free.get(needs) or (engine == "regorus" and name in _NEVER_FETCHES):
        return ""
    return f"`{name}` {_NEEDS[needs]}"


def _lacking(name: str, row: dict[str, Any], engine: Kind, known: Table) -> str:
    if row.get("deprecated"):
        return f"`{name}` is not a function of Rego v1"
    if engine == "regorus" and not row["embedded"]:
        return _only_opa(f"`{name}`", known)
    return ""


def _beyond_regorus(module: tokens.ParsedModule, known: Table) -> Iterator[_Found]:
    for at, token in enumerate(module.tokens):
        if token.kind == "template" and token.text.startswith("$"):
            yield token.line, token.column, _only_opa("template strings", known)
        if token.kind == "keyword" and tokens.follows(module.tokens, at + 1) == ".":
            yield token.line, token.column, _only_opa("keywords used as names", known)
    imported = {path for path, _ in module.imports}
    for ref in tokens.refs(module.tokens):
        if ref.after == "import" and ref.parts in imported and ref.parts in _OPA_ALONE:
            yield ref.line, ref.column, _only_opa(_OPA_ALONE[ref.parts], known)


def _only_opa(what: str, known: Table) -> str:
    return f"the embedded engine (Regorus {known.regorus}) does not have {what}; use `--opa` or `--opa-url`"
