"""One noun for what the real judges see in a case and for what the linter says of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple, TypeVar

from cmesh_lint.envoy.batches import outcomes
from cmesh_lint.envoy.delivery import Delivery
from cmesh_lint.envoy.process import Envoy, Validation
from cmesh_lint.finding import Finding
from cmesh_lint.lint import cross_file as across
from cmesh_lint.lint.linter import Linter
from cmesh_lint.versions import NEWEST, Version

from .agent import Agent, Verdict
from .cases import Case

T = TypeVar("T")
Reasons = tuple[str, ...]
GATES = ("api", "crash", "refused", "dropped", "nacked")
"""From the worst."""


class Judged(NamedTuple):
    """Who says no to a case, and why; each gate by itself."""

    api: Reasons = ()
    crash: Reasons = ()
    dropped: Mapping[int, Reasons] = {}
    """By index in `spec.resources`."""
    refused: Mapping[int | None, Reasons] = {}
    """By index, too; under None where a judge does not say which."""
    nacked: Mapping[int | None, Reasons] = {}
    """The same."""
    missed: Reasons = ()
    """Why there is no verdict: a rule failed."""

    @property
    def gate(self) -> str:
        """The worst: the one that is met first."""
        return next((gate for gate in GATES if getattr(self, gate)), "ok")


def observe(agent: Agent, envoy: Envoy, cases: Sequence[Case]) -> list[Judged]:
    """What the real judges say of each case."""
    verdicts = agent.judge([case.object for case in cases])
    deliveries: dict[str, Delivery] = {}
    keys = [_key(verdict) for verdict in verdicts]
    for key, verdict in zip(keys, verdicts, strict=True):
        if key:
            deliveries.setdefault(key, verdict.delivery)
    envoys = dict(zip(deliveries, outcomes(envoy, list(deliveries.values())), strict=True))
    return [_observed(verdict, envoys.get(key)) for verdict, key in zip(verdicts, keys, strict=True)]


def said(cases: Sequence[Case]) -> list[Judged]:
    """What the linter says of each case alone: its findings that are errors, by gate."""
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), get_context("fork")) as pool:
        return [one for part in pool.map(_all_said, _shares(cases)) for one in part]


def _all_said(cases: Sequence[Case]) -> list[Judged]:
    linter = Linter([NEWEST])
    return [_said(linter, case, NEWEST) for case in cases]


def _shares(values: Sequence[T]) -> list[Sequence[T]]:
    """The values in as many runs as there are processors."""
    share = -(-len(values) // len(os.sched_getaffinity(0))) or 1
    return [values[start : start + share] for start in range(0, len(values), share)]


def _key(verdict: Verdict) -> str:
    """The same for verdicts of which Envoy gets the same; empty where it gets nothing."""
    sent = any(verdict.resources.values()) and not (verdict.api or verdict.typed_decode or verdict.unknown_fields)
    return json.dumps([verdict.resources, verdict.arguments], sort_keys=True) if sent else ""


def _observed(verdict: Verdict, envoy: Validation | None) -> Judged:
    pruned = [f"unknown field {path}" for path in verdict.unknown_fields]
    return Judged(
        api=tuple(filter(None, (verdict.api, *pruned))),
        # An object that the agent's client cannot read stops its watch of all of them.
        crash=tuple(filter(None, (verdict.typed_decode, verdict.crash))),
        dropped={index: (why,) for index, why in verdict.dropped.items()},
        refused={None: (verdict.refused,)} if verdict.refused else {},
        nacked={None: (envoy.message,)} if envoy is not None and not envoy.ok else {},
    )


def _said(linter: Linter, case: Case, version: Version) -> Judged:
    source = case.source
    alone = linter.lint(source)
    together = across.outcome([alone], [version], lambda path: source)
    missed = tuple(each.reason for each in (*alone.not_checked, *together.not_checked))
    by_gate: dict[str, list[Finding]] = {}
    for found in (*alone.findings, *together.findings):
        if found.severity in ("error", "critical"):
            by_gate.setdefault(found.gate or "runtime", []).append(found)
    return Judged(
        _reasons(by_gate.get("api", ())),
        _reasons(by_gate.get("crash", ())),
        _by_resource(by_gate.get("dropped", ())),
        _by_resource(by_gate.get("refused", ())),
        _by_resource(by_gate.get("nacked", ())),
        missed,
    )


def _reasons(findings: Sequence[Finding]) -> Reasons:
    return tuple(f"{found.rule}: {found.message}" for found in findings)


def _by_resource(findings: Sequence[Finding]) -> dict[Any, Reasons]:
    found: dict[int | None, Reasons] = {}
    for each in findings:
        route = each.place.route
        index = int(route[2]) if len(route) > 2 and route[:2] == ("spec", "resources") else None
        found[index] = (*found.get(index, ()), *_reasons([each]))
    return found
