"""The tools that are measured: how each is run on a workload, and which version it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from workloads import Workload

HERE = os.path.dirname(os.path.abspath(__file__))
DONE = (0, 1)
"""The exit statuses of all of them when they have done their work: nothing found, something found."""


class Tool(NamedTuple):
    """A program to measure."""

    name: str
    program: str
    command: Callable[[Workload], Sequence[str]]
    """The arguments for a workload; none if it cannot check such a one."""
    cannot: str = ""
    """Why not."""

    @property
    def is_there(self) -> bool:
        """Whether it is on PATH."""
        return shutil.which(self.program) is not None


def export_schemas(folder: str) -> None:
    """The schemas that kubeconform and check-jsonschema use, and one of the object around the resources alone."""
    subprocess.run(("cmesh-lint", "schema", "export", "--output", folder), check=True, stdout=subprocess.DEVNULL)
    with open(f"{folder}/{_SCHEMA}", encoding="utf-8") as file:
        schema = json.load(file)
    schema["properties"]["spec"]["properties"]["resources"] = {"type": "array", "items": {"type": "object"}}
    del schema["definitions"]
    os.makedirs(f"{folder}/{_SHAPE}/cilium.io")
    with open(f"{folder}/{_SHAPE}/{_SCHEMA}", "w", encoding="utf-8") as file:
        json.dump(schema, file)


_SCHEMA = "cilium.io/ciliumenvoyconfig_v2.json"
_SHAPE = "shape"


def tools(schemas: str) -> tuple[Tool, ...]:
    """Every tool, with what `export_schemas` wrote to `schemas`. The first is ours."""
    policy = os.path.join(HERE, "policy")
    return (
        Tool("cmesh-lint", "cmesh-lint", lambda _: ("cmesh-lint", "--no-config", "--no-progress", ".")),
        Tool("kubeconform", "kubeconform", lambda _: _kubeconform(schemas)),
        Tool("kubeconform, shape alone", "kubeconform", lambda _: _kubeconform(f"{schemas}/{_SHAPE}")),
        Tool("conftest", "conftest", lambda _: ("conftest", "test", "--no-color", "--policy", policy, ".")),
        Tool(
            "check-jsonschema",
            "check-jsonschema",
            lambda workload: _check_jsonschema(schemas, workload),
            "it has one schema for all files, so those without a CEC would have to be left out",
        ),
    )


RULES = os.path.join(os.path.dirname(HERE), "rules")


def rule_files() -> list[str]:
    """The shipped rules in Rego, without what they share and without tests."""
    return sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(RULES)
        for name in names
        if name.endswith(".rego") and not name.endswith("_test.rego") and os.path.basename(folder) != "lib"
    )


def with_rules(rules: Sequence[str], name: str = "cmesh-lint with rules") -> Tool:
    """Ours with some of the shipped rules beside its own checks."""
    chosen = [option for rule in (f"{RULES}/lib", *rules) for option in ("--rules", rule)]
    on = [option for rule in rules for option in ("--severity", f"{_id(rule)}=on")]
    return Tool(name, "cmesh-lint", lambda _: ("cmesh-lint", "--no-config", "--no-progress", *chosen, *on, "."))


def conftest_with_rules(rules: Sequence[str]) -> Tool:
    """Conftest with the same rules, and nothing else to do."""
    chosen = [option for rule in (f"{RULES}/lib", *rules) for option in ("--policy", rule)]
    command = ("conftest", "test", "--no-color", "--all-namespaces", *chosen, ".")
    return Tool("conftest with the same rules", "conftest", lambda _: command)


def _id(path: str) -> str:
    return os.path.basename(path).removesuffix(".rego").replace("_", "-")


def hook() -> Tool:
    """What pre-commit calls for a commit."""
    command = ("cmesh-lint", "hook", "--no-config")
    return Tool("cmesh-lint hook", "cmesh-lint", lambda workload: (*command, *sorted(workload.configs)))


def git_grep() -> Tool:
    """The least it takes to look at every file of a repository."""
    return Tool("git grep", "git", lambda _: ("git", "grep", "-l", "-F", "EnvoyConfig"))


def _kubeconform(schemas: str) -> Sequence[str]:
    location = f"{schemas}/{{{{.Group}}}}/{{{{.ResourceKind}}}}_{{{{.ResourceAPIVersion}}}}.json"
    return ("kubeconform", "-schema-location", location, "-ignore-missing-schemas", ".")


def _check_jsonschema(schemas: str, workload: Workload) -> Sequence[str]:
    if len(workload.configs) < workload.files:
        return ()
    return ("check-jsonschema", "--schemafile", f"{schemas}/{_SCHEMA}", *sorted(workload.configs))


def interpreter() -> Tool:
    """The least that a program in Python can cost."""
    return Tool("python -c pass", sys.executable, lambda _: (sys.executable, "-c", "pass"))


def version(tool: Tool) -> str:
    """The version of a tool, or that there is none."""
    path = shutil.which(tool.program)
    if path is None:
        return "absent"
    module = _said("go", "version", "-m", path)
    for line in module.splitlines():
        kind, _, rest = line.strip().partition("\t")
        if kind == "mod":
            return rest.split("\t")[1]
    return _said(path, "--version").splitlines()[0].split()[-1]


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
