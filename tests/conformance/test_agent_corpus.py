"""Our agent says of the corpus what the agent said whose verdicts came with it."""

from __future__ import annotations

import json

from .agent import Agent, Verdict
from .corpus import Judged


def test_the_verdicts_on_the_corpus_are_the_recorded_ones(agent: Agent, corpus: list[Judged]) -> None:
    verdicts = agent.judge([one.object for one in corpus], resources=False)
    said = {str(one): agents_part(verdict) for one, verdict in zip(corpus, verdicts, strict=True)}
    assert said == {str(one): recorded(one) for one in corpus}
    assert {gate for gate, _ in said.values()} == {"sent", "dropped", "refused"}


def agents_part(verdict: Verdict) -> tuple[str, object]:
    """Gate and reason; the record has no word of the API server."""
    if verdict.refused:
        return "refused", spaced(verdict.refused)
    if verdict.dropped:
        return "dropped", dict(verdict.dropped)
    return ("crash", verdict.crash) if verdict.crash else ("sent", "")


def recorded(one: Judged) -> tuple[str, object]:
    if one.gate == "refused":
        return "refused", spaced(one.why)
    if one.gate == "dropped":
        return "dropped", {int(index): spaced(why) for index, why in json.loads(one.why).items()}
    return "sent", ""


def spaced(text: str) -> str:
    """`text` with single blanks: protobuf-go prints more of them, or no-break ones, from build to build."""
    return " ".join(text.split())
