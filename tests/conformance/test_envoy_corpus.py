"""The stock Envoy says of the corpus what Cilium's did when its verdicts were recorded."""

from __future__ import annotations

from cmesh_lint.envoy.batches import outcomes
from cmesh_lint.envoy.process import Envoy

from .agent import Agent
from .corpus import Judged


def test_the_verdicts_on_the_corpus_are_the_recorded_ones(agent: Agent, stock: Envoy, corpus: list[Judged]) -> None:
    shown = [one for one in corpus if one.gate in ("ok", "nacked")]
    sent = [verdict.delivery for verdict in agent.judge([one.object for one in shown])]
    said = dict(zip(map(str, shown), outcomes(stock, sent), strict=True))
    # Nothing in it loads code, so everything is shown to Envoy.
    assert all(each.answered for each in said.values())
    answers = {file: "ok" if each.ok else "nacked" for file, each in said.items() if each.answered}
    assert answers == {str(one): one.gate for one in shown if str(one) in answers}
