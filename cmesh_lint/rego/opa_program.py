"""A program as an OPA server takes it: below a namespace, with a module that asks all of it at once."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from .namespace import Moved, moved
from .nouns import EngineError, Module, ModuleError, Program
from .opa_door import Refused, Told


class Policy(NamedTuple):
    """A module of the program."""

    path: str
    """As it is shown."""
    moved: Moved


class ServerProgram(NamedTuple):
    """What is put on a server."""

    namespace: str
    """The package that holds all modules and data of the run."""
    policies: dict[str, Policy]
    """By the id they have on the server."""
    data: dict[str, Any]
    asking: str
    """The module that asks; it stands beside the namespace, so that no rule can read it."""
    packages: tuple[str, ...]
    """Of the entries. The n-th is `answers.pN` of the asking module."""
    sets: tuple[tuple[str, ...], ...]
    """Of the n-th entry the m-th is `answers.pN.sM`."""

    @property
    def asking_package(self) -> str:
        return f"{self.namespace}_ask"

    def reason(self, refused: Refused) -> str:
        """What OPA says, with the place as the user knows it."""
        return "; ".join(str(self.error(told)) for told in refused.told[:1]) or str(refused)

    def error(self, told: Told) -> EngineError:
        """The same as an error; a ModuleError where a module is to blame."""
        message = told.message.replace(f"data.{self.namespace}.", "data.").replace(f"{self.namespace}.", "")
        policy = self.policies.get(told.file)
        if policy is None:
            return EngineError(message)
        return ModuleError(policy.path, told.line, policy.moved.column(told.line, told.column), message)


def server_program(program: Program, repository: str, namespace: str) -> ServerProgram:
    """`repository`: `data.repository` as JSON."""
    return ServerProgram(
        namespace,
        {f"{namespace}/{number}.rego": _policy(module, namespace) for number, module in enumerate(program.modules)},
        {**program.data, "repository": json.loads(repository), "config": {}},
        _asking(program, namespace),
        tuple(entry.package for entry in program.entries),
        tuple(entry.sets for entry in program.entries),
    )


def _policy(module: Module, namespace: str) -> Policy:
    return Policy(module.path, moved(module.text, namespace))


def _asking(program: Program, namespace: str) -> str:
    """`input` is {"questions": [{"manifest", "review", "config": index}], "configs": […], "without": [entry, …]}."""
    lines = [f"package {namespace}_ask", "import rego.v1"]
    for n, entry in enumerate(program.entries):
        lines += [_rule(n, m, f"data.{namespace}.{entry.package}.{name}", entry.shape, namespace)
                  for m, name in enumerate(entry.sets)]  # fmt: skip
    return "\n".join([*lines, ""])


def _rule(entry: int, number: int, asked: str, shape: str, namespace: str) -> str:
    return f"""answers.p{entry}.s{number}[at] := found if {{
	not {entry} in input.without
	some at, question in input.questions
	config := input.configs[question.config]
	found := {asked} with input as question.{shape} with data.{namespace}.config as config
	found != set()
}}"""
