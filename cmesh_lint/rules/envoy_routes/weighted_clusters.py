"""Invalid weights in weighted clusters."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

MOST = 2**32 - 1


def check(weighted: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each cluster without a weight; otherwise the list, where Envoy does not accept the sum."""
    clusters = weighted.children("clusters")
    weights = [cluster.fields.get("weight") for cluster in clusters]
    for cluster, weight in zip(clusters, weights, strict=True):
        if weight is None:
            yield RULE.found("the cluster has no `weight`; add one, such as `weight: 1`", cluster.route)
    numbers = [weight for weight in weights if isinstance(weight, int)]
    if not clusters or len(numbers) < len(clusters):
        return
    if sum(numbers) == 0:
        yield RULE.found("all weights are 0; at least one must be above 0", weighted.route_of("clusters"), at="key")
    elif sum(numbers) > MOST:
        text = f"the weights add up to {sum(numbers)}, more than the limit of {MOST}"
        yield RULE.found(text, weighted.route_of("clusters"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    weighted_clusters:
      clusters:
      - {name: "default/v1", weight: 90}
      - {name: "default/v2"}  # want: weighted-clusters "the cluster has no `weight`"
""")
    return Page(
        title="Invalid weights in weighted clusters",
        catches="Weighted clusters where one has no weight, all have weight 0, or the sum exceeds 4294967295.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ('"default/v2"}', '"default/v2", weight: 10}')),
        fix="Set a weight for every cluster, at least one above 0.",
        log=(
            "Field 'weight' is missing in",
            "Sum of weights in the weighted_cluster must be greater than 0.",
            "The sum of weights of all weighted clusters of route",
        ),
        more=(
            Example(
                "all weights are 0",
                bad=_examples.routes("""\
- match: {prefix: /}
  route:
    weighted_clusters:
      clusters:  # want: weighted-clusters "all weights are 0"
      - {name: "default/v1", weight: 0}
      - {name: "default/v2", weight: 0}
"""),
            ),
            Example(
                "a sum beyond 32 bits",
                bad=_examples.routes("""\
- match: {prefix: /}
  route:
    weighted_clusters:
      clusters:  # want: weighted-clusters "more than the limit of 4294967295"
      - {name: "default/v1", weight: 4294967295}
      - {name: "default/v2", weight: 1}
"""),
            ),
        ),
    )


RULE = Rule(
    id="weighted-clusters",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.WeightedCluster",),
    check=check,
    page=page,
)
