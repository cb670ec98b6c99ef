"""What the agent's parser says about a CEC: the refusals of the model in `cmesh_lint.agent`, as findings of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..finding import At, Problem
from ..places import Route
from ..source.manifests import Manifest
from .effective import Sent, Stop
from .transform import Agent
from .upstream import OPTIONS, PROTOCOLS

RULES = {
    "unnamed": "unnamed-resource",
    "duplicate-name": "duplicate-name",
    "equal-matches": "equal-chain-matches",
    "missing-internal-listener": "missing-internal-listener",
    "upstream-filters": "upstream-filters",
    "no-endpoint": "endpoint-missing",
}
"""The rule for each reason of the model; the others are reported by a rule of their own."""
_STEPS = 3
"""From a CEC to one of its resources: `spec`, `resources` and the index."""
_AT_KEY = frozenset({"unnamed", "no-endpoint", "upstream-filters", "equal-matches"})


class AgentChecker:
    """Checks for one version of Cilium."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    def heard(self, manifest: Manifest, judged: Mapping[int, Sequence[Problem]]) -> list[Problem]:
        """The problems of a CEC's resources, by their index, with what the agent's parser adds or makes worse."""
        effective = self._agent.effective(manifest, judged)
        filled = {sent.resource.index for sent in effective.resources if _fills_protocol(sent)}
        problems = [
            problem
            for index, told in judged.items()
            for problem in told
            if not (index in filled and problem.rule == "missing-oneof" and problem.route[-1] == OPTIONS)
        ]
        by_resource: dict[Route, list[int]] = {}
        for number, problem in enumerate(problems):
            by_resource.setdefault(problem.route[: len(manifest.route) + _STEPS], []).append(number)
        for stop in effective.stops:
            rule = RULES.get(stop.reason)
            if rule is None:
                continue
            below: list[int] = []
            if stop.reason == "upstream-filters":
                here = by_resource.get(stop.route[: len(manifest.route) + _STEPS], ())
                below = [number for number in here if _lies_in(problems[number], stop)]
            for number in below:
                # The agent validates these options itself, where else Envoy would.
                problems[number] = problems[number]._replace(gate="refused")
            if not below:
                at: At = "key" if stop.reason in _AT_KEY else "value"
                problems.append(Problem(rule, stop.message, stop.route, at=at, gate=stop.gate))
        return problems


def _fills_protocol(sent: Sent) -> bool:
    """Whether the agent chose the upstream protocol, which the options it was given leave open."""
    return any(change.route[-1] in PROTOCOLS and change.what == "added" for change in sent.changes)


def _lies_in(problem: Problem, stop: Stop) -> bool:
    return problem.gate == "nacked" and problem.route[: len(stop.route)] == stop.route
