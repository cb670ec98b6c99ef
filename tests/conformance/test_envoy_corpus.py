"""The stock Envoy says of the corpus what Cilium's did when its verdicts were recorded."""

from __future__ import annotations

from pathlib import Path

from .agent import Agent
from .corpus import Judged
from .envoy import bootstrap, validate


def test_the_verdicts_on_the_corpus_are_the_recorded_ones(
    agent: Agent, envoy_binary: Path, corpus: list[Judged]
) -> None:
    shown = [one for one in corpus if one.gate in ("ok", "nacked")]
    verdicts = agent.judge([one.object for one in shown])
    said = {}
    for one, verdict in zip(shown, verdicts, strict=True):
        outcome = validate(envoy_binary, bootstrap(verdict.resources, verdict.owner))
        said[str(one)] = "ok" if outcome.ok else "nacked"
    assert said == {str(one): one.gate for one in shown}
