"""Runs the steps of a composite action as a runner of GitHub Actions does.

Steps with `run` are executed by bash, with the files and variables that a runner sets. Steps with `uses` are recorded
with what they are given, and succeed unless told otherwise.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import yaml

from .expressions import interpolated, spelled, value
from .log import Annotation, annotations

BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
"""What `shell: bash` stands for, before the file of the script."""


class Step(NamedTuple):
    """What became of a step that was not skipped."""

    name: str
    ok: bool
    log: str = ""
    """Both streams."""
    uses: str = ""
    given: Mapping[str, str] = {}
    """The inputs of a step with `uses`."""


class Job(NamedTuple):
    """What became of the steps."""

    steps: tuple[Step, ...]
    ok: bool
    outputs: Mapping[str, str]
    summary: str

    def step(self, name: str) -> Step:
        """The step of that name; raises KeyError where it was skipped."""
        return {each.name: each for each in self.steps}[name]

    @property
    def ran(self) -> list[str]:
        """The names of the steps that were not skipped."""
        return [step.name for step in self.steps]

    @property
    def log(self) -> str:
        return "".join(step.log for step in self.steps)

    @property
    def annotations(self) -> list[Annotation]:
        """Of each step, in order."""
        return [each for step in self.steps for each in annotations(step.log)]


class Event(NamedTuple):
    """What a workflow runs for."""

    name: str
    payload: Mapping[str, Any]
    """With `repository.full_name`."""
    sha: str
    """What actions/checkout checks out, unless told otherwise."""


class Runner(NamedTuple):
    """A machine with a checkout."""

    workspace: Path
    temp: Path
    """`RUNNER_TEMP`: for the time of one job."""
    environment: Mapping[str, str]
    """What the machine and the workflow set."""
    refused: frozenset[str] = frozenset()
    """Actions that fail when they are used, by their name without `@`."""

    def run(
        self, action: Path, event: Event, inputs: Mapping[str, str] | None = None, skipped: frozenset[str] = frozenset()
    ) -> Job:
        """Runs the action of a folder, without the steps whose names are in `skipped`."""
        definition = yaml.safe_load((action / "action.yml").read_text("utf-8"))
        return _Run(self, action, event, definition, inputs or {}).job(skipped)


class _Run:
    """One run: what the steps before have left."""

    def __init__(
        self, runner: Runner, action: Path, event: Event, definition: Mapping[str, Any], inputs: Mapping[str, str]
    ) -> None:
        assert set(inputs) <= set(definition["inputs"]), "an input that the action does not have"
        self._runner = runner
        self._definition = definition
        self._files = Path(mkdtemp(prefix="_runner_file_commands", dir=runner.temp))
        self._variables = {**runner.environment, **_variables(runner, action, event)}
        self._outputs: dict[str, dict[str, dict[str, str]]] = {}
        self._summary = ""
        github = {"event_name": event.name, "event": event.payload, "sha": event.sha}
        self._contexts = {
            "inputs": {name: each.get("default", "") for name, each in definition["inputs"].items()} | dict(inputs),
            "github": github | {"repository": event.payload["repository"]["full_name"]},
            "steps": self._outputs,
        }

    def job(self, skipped: frozenset[str]) -> Job:
        steps: list[Step] = []
        ok = True
        for number, definition in enumerate(self._definition["runs"]["steps"]):
            if definition["name"] in skipped or not self._is_wanted(definition, ok):
                continue
            step = self._step(definition, number)
            steps.append(step)
            ok = ok and (step.ok or definition.get("continue-on-error", False))
        outputs = {name: self._text(each["value"]) for name, each in self._definition["outputs"].items()}
        return Job(tuple(steps), ok, outputs, self._summary)

    def _is_wanted(self, definition: Mapping[str, Any], ok: bool) -> bool:
        # `success()` stands before every condition that names no other such function; the action names none.
        return ok and spelled(value(definition.get("if", "true"), self._contexts)) not in ("", "false")

    def _step(self, definition: Mapping[str, Any], number: int) -> Step:
        if "uses" in definition:
            name = definition["uses"].partition("@")[0]
            given = {key: self._text(text) for key, text in definition["with"].items()}
            return Step(definition["name"], name not in self._runner.refused, uses=definition["uses"], given=given)
        return self._scripted(definition, number)

    def _scripted(self, definition: Mapping[str, Any], number: int) -> Step:
        assert definition["shell"] == "bash"
        script = self._files / f"{number}.sh"
        script.write_text(self._text(definition["run"]))
        output, summary = self._files / f"output-{number}", self._files / f"summary-{number}"
        own = {name: self._text(str(text)) for name, text in definition.get("env", {}).items()}
        files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
        output.touch()
        summary.touch()
        ran = subprocess.run(
            [*BASH, str(script)],
            cwd=self._runner.workspace,
            env={**self._variables, **own, **files},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if "id" in definition:
            self._outputs[definition["id"]] = {"outputs": _pairs(output.read_text("utf-8"))}
        self._summary += summary.read_text("utf-8")
        return Step(definition["name"], ran.returncode == 0, ran.stdout.decode("utf-8", "replace"))

    def _text(self, template: str) -> str:
        return interpolated(template, self._contexts)


def _variables(runner: Runner, action: Path, event: Event) -> dict[str, str]:
    """https://docs.github.com/en/actions/reference/workflows-and-actions/variables"""
    payload = runner.temp / "event.json"
    payload.write_text(json.dumps(event.payload))
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(action),
        "GITHUB_EVENT_NAME": event.name,
        "GITHUB_EVENT_PATH": str(payload),
        "GITHUB_REPOSITORY": event.payload["repository"]["full_name"],
        "GITHUB_SHA": event.sha,
        "GITHUB_WORKSPACE": str(runner.workspace),
        "HOME": str(runner.temp),
        "RUNNER_OS": "Linux",
        "RUNNER_TEMP": str(runner.temp),
        "PWD": os.fspath(runner.workspace),
    }


def _pairs(text: str) -> dict[str, str]:
    """The lines `name=value` of a file of outputs."""
    return {name: given for name, _, given in (line.partition("=") for line in text.splitlines())}
