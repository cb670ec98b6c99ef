"""A program as an OPA server takes it: below a namespace, with a module that asks all of it at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..edits import EditedText
from ..merging import SplitModule, split
from ..namespace import move_packages
from ..types import EngineError, Module, ModuleError, Program
from .client import Refused, ServerResponse


class ProgramPart(NamedTuple):
    """A module of the program in what the server gets."""

    path: str
    """As it is shown."""
    first: int
    """The line of the policy that holds its first."""
    edited: EditedText


class OpaPolicy(NamedTuple):
    """What the server knows under one id."""

    text: str
    parts: tuple[ProgramPart, ...]
    """In order."""

    def error(self, line: int, column: int, message: str) -> ModuleError:
        """What is wrong at a place of it, reported for the module that is there."""
        part = next((part for part in reversed(self.parts) if part.first <= line), self.parts[0])
        own = line - part.first + 1
        return ModuleError(part.path, max(own, 1), part.edited.column(own, column), message)


class ServerProgram(NamedTuple):
    """What is put on a server."""

    namespace: str
    """The package that holds all modules and data of the run."""
    policies: dict[str, OpaPolicy]
    """By the id they have on the server."""
    data: dict[str, Any]
    asking: str
    """The module that asks; it is beside the namespace, so that no rule can read it."""
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

    def error(self, told: ServerResponse) -> EngineError:
        """The same as an error; a ModuleError where a module is to blame."""
        message = told.message.replace(f"{self.namespace}.", "")
        policy = self.policies.get(told.file)
        return policy.error(told.line, told.column, message) if policy else EngineError(message)


def server_program(program: Program, repository: str, namespace: str, merge: bool) -> ServerProgram:
    """`repository`: `data.repository` as JSON. `merge`: make one policy of as many modules as can be one."""
    sorted_out = split(program.modules, namespace) if merge else SplitModule(program.modules, ())
    policies = [_alone(module, namespace) for module in sorted_out.alone]
    if sorted_out.merged:
        policies.append(_together(sorted_out.merged, namespace))
    return ServerProgram(
        namespace,
        {f"{namespace}/{number}.rego": policy for number, policy in enumerate(policies)},
        {**program.data, "repository": json.loads(repository), "config": {}},
        _asking(program, namespace),
        tuple(entry.package for entry in program.entries),
        tuple(entry.sets for entry in program.entries),
    )


def _alone(module: Module, namespace: str) -> OpaPolicy:
    made = move_packages(module.text, namespace)
    return OpaPolicy(made.text, (ProgramPart(module.path, 1, made),))


def _together(modules: Sequence[tuple[Module, EditedText]], namespace: str) -> OpaPolicy:
    lines = [f"package {namespace}", "import rego.v1"]
    parts = []
    for module, made in modules:
        parts.append(ProgramPart(module.path, len(lines) + 1, made))
        lines += made.text.split("\n")
    return OpaPolicy("\n".join([*lines, ""]), tuple(parts))


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
