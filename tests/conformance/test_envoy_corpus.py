"""The stock Envoy says of the corpus what Cilium's did when its verdicts were recorded."""

from __future__ import annotations

from cmesh_lint.proxy.batches import outcomes
from cmesh_lint.proxy.envoy import Envoy

from .agent import Agent
from .corpus import Judged


def test_the_verdicts_on_the_corpus_are_the_recorded_ones(agent: Agent, stock: Envoy, corpus: list[Judged]) -> None:
    shown = [one for one in corpus if one.gate in ("ok", "nacked")]
    sent = [verdict.delivery for verdict in agent.judge([one.object for one in shown])]
    said = {str(one): "ok" if each.ok else "nacked" for one, each in zip(shown, outcomes(stock, sent), strict=True)}
    assert said == {str(one): one.gate for one in shown}
