"""A weighted cluster without weight."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(weighted: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames entries of weight 0 among others."""
    entries = weighted.children("clusters")
    weights = [each.fields.get("weight", 0) for each in entries]
    if any(isinstance(weight, int) and weight > 0 for weight in weights):
        for entry, weight in zip(entries, weights, strict=True):
            if weight == 0 and "weight" in entry.fields:
                yield RULE.found("a weight of 0: this cluster gets no request", entry.route_of("weight"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A weighted cluster without weight",
        catches="A cluster of `weighted_clusters` with the weight 0, beside others with more.",
        why="It gets no request. Left behind after a shift of traffic, it hides what is live.",
        bad=fix_example(
            ECHO,
            (
                "          cluster: default/echo\n",
                '          weighted_clusters:\n            clusters:\n            - {name: default/echo, weight: 100}\n            - {name: default/echo, weight: 0}  # want: weight-zero "gets no request"\n',
            ),
        ),
        good=ECHO,
        fix="Take it out.",
    )


RULE = Rule(
    id="weight-zero",
    severity="info",
    gate="runtime",
    effect="the cluster gets none of the requests",
    on=("envoy.config.route.v3.WeightedCluster",),
    check=check,
    page=page,
)
