"""Of configurations made anew each time, the linter says what the real judges say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence

from cmesh_lint.envoy.process import Envoy
from cmesh_lint.protobuf.schemas import load

from .agent import Agent
from .cases import Case
from .comparison import Comparison, compare
from .generated import generated, judged, reduced, summary
from .verdicts import Judged

COUNT = 120
"""Cases a run: what takes half a minute. `python -m conformance.generated` takes as many as one likes."""
LEAST_RECALL, MOST_ALARMS = 0.95, 0.02
"""Bounds that so few cases keep, whatever the seed; of thousands, more is found."""


def test_fresh_cases_find_no_gap(agent: Agent, envoy: Envoy) -> None:
    seed = int(os.environ.get("CMESH_LINT_GENERATED_SEED", "") or int.from_bytes(os.urandom(4), "big"))
    cases = list(generated(seed, COUNT))
    found = judged(agent, envoy, cases)
    told = "\n".join([f"seed {seed}", *summary(found, cases), *map(str, [*found.missed(), *found.alarms()])])
    assert found.unjudged == (), told
    assert [each for each in found.missed() if each.gate != "nacked"] == [], told
    assert found.recall("nacked") >= LEAST_RECALL, told
    assert len(found.alarms()) <= MOST_ALARMS * COUNT, told


def test_the_same_seed_makes_the_same_cases() -> None:
    assert list(generated(7, 20)) == list(generated(7, 20))
    assert list(generated(7, 5)) == list(generated(7, 20))[:5]


def test_cases_reach_most_message_types() -> None:
    types = {case.name.split(" ")[1] for case in generated(1, 3000)}
    assert len(types) > 500
    assert all(
        load("1.20").message(case.object["spec"]["resources"][0]["@type"].rpartition("/")[2])
        for case in generated(2, 50)
    )


def test_a_disagreement_shrinks_to_what_it_is_about() -> None:
    wrong = {"max_requests": 5}
    thresholds = [{"max_connections": 1, **wrong}, {"max_connections": 2}]
    case = Case("sound", "1", _object({"alt_stat_name": "other", "circuit_breakers": {"thresholds": thresholds}}))
    (found,) = _missing(wrong)([case]).missed()
    assert reduced(_missing(wrong), found).object == _object({"circuit_breakers": {"thresholds": [wrong]}})


def _object(fields: dict[str, object]) -> dict[str, object]:
    cluster = {"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", "name": "c0", **fields}
    metadata = {"name": "x", "namespace": "default"}
    kind = {"apiVersion": "cilium.io/v2", "kind": "CiliumEnvoyConfig"}
    return {**kind, "metadata": metadata, "spec": {"resources": [cluster]}}


def _missing(wrong: dict[str, int]) -> Callable[[Sequence[Case]], Comparison]:
    """Judges of whom one alone rejects what has this in it."""
    text = json.dumps(wrong)[1:-1]

    def compared(cases: Sequence[Case]) -> Comparison:
        real = [Judged(nacked={None: ("no",)} if text in json.dumps(case.object) else {}) for case in cases]
        return compare(cases, real, [Judged()] * len(cases))

    return compared
