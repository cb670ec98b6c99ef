"""Weighted cluster with weight 0."""

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
                yield RULE.found("the weight of this cluster is 0", entry.route_of("weight"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Weighted cluster with weight 0",
        catches="A cluster of `weighted_clusters` with weight 0 next to others with more.",
        why="It gets no requests. Left over after a traffic shift, it hides which cluster is live.",
        bad=fix_example(
            ECHO,
            (
                "          cluster: default/echo\n",
                '          weighted_clusters:\n            clusters:\n            - {name: default/echo, weight: 100}\n            - {name: default/echo, weight: 0}  # want: weight-zero "is 0"\n',
            ),
        ),
        good=ECHO,
        fix="Remove it.",
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
