"""The linter says what the agent and Envoy say: of published CECs, of the rules' examples, and of thousands of mutants."""

from __future__ import annotations

from cmesh_lint.envoy.process import Envoy

from .agent import Agent
from .cases import Case
from .comparison import LEAST_RECALL, Comparison, compare
from .table import COUNT, SEED, run
from .verdicts import GATES, Judged


def test_the_linter_says_what_the_real_judges_say(agent: Agent, envoy: Envoy) -> None:
    found = run(agent, envoy, SEED, COUNT, edits=1).comparison
    assert found.unjudged == ()
    assert [(each.case.name, *each.reasons) for each in found.alarms()] == []
    missed = [(each.gate, each.case.name, *each.reasons) for each in found.missed()]
    assert [each for each in missed if each[0] != "nacked"] == []
    assert found.recall("nacked") >= LEAST_RECALL, missed
    assert all(found.found(gate) for gate in GATES)


def one(real: Judged, ours: Judged) -> Comparison:
    return compare([Case("good", "case", {})], [real], [ours])


def test_gates_are_asked_only_of_what_reaches_them() -> None:
    nacked: dict[int | None, tuple[str, ...]] = {0: ("rule: no",)}
    assert one(Judged(refused={None: ("r",)}), Judged(refused={0: ("r",)}, nacked=nacked)).disagreements == ()
    assert one(Judged(dropped={0: ("d",)}), Judged(dropped={0: ("d",)}, nacked=nacked)).disagreements == ()
    (alarm,) = one(Judged(dropped={1: ("d",)}), Judged(dropped={1: ("d",)}, nacked=nacked)).alarms()
    assert (alarm.gate, alarm.reasons) == ("nacked", ("rule: no",))


def test_one_resource_that_stops_the_agent_hides_the_next() -> None:
    assert one(Judged(refused={None: ("r",)}), Judged(refused={1: ("r",)}, crash=("c",))).disagreements == ()
    assert one(Judged(crash=("c",)), Judged(refused={1: ("r",)}, crash=("c",))).disagreements == ()
    assert len(one(Judged(), Judged(crash=("c",))).alarms("crash")) == 1


def test_resources_are_dropped_one_by_one() -> None:
    found = one(Judged(dropped={0: ("a",), 1: ("b",)}), Judged(dropped={1: ("b",), 2: ("c",)}))
    assert (found.found("dropped"), found.recall("dropped")) == (1, 0.5)
    assert [each.reasons for each in found.missed()] == [("a",)]
    assert [each.reasons for each in found.alarms()] == [("c",)]


def test_what_has_a_known_cause_counts_for_nothing() -> None:
    found = one(Judged(nacked={None: ("Invalid path: /etc/x",)}), Judged())
    assert (found.missed(), found.recall("nacked")) == ([], 1.0)
    unknown = ("route: unknown cluster 'ns/cec/c'",)
    assert one(Judged(dropped={1: ("d",)}, nacked={None: unknown}), Judged(dropped={1: ("d",)})).missed() == []
    assert one(Judged(nacked={None: unknown}), Judged()).missed("nacked")[0].reasons == unknown
