"""A weighted or mirrored cluster with two names or none."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

WEIGHT = "envoy.config.route.v3.WeightedCluster.ClusterWeight"
MIRROR = "envoy.config.route.v3.RouteAction.RequestMirrorPolicy"


def check(target: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a target that has both a name and a header to read the name from, or neither."""
    name = "name" if target.type == WEIGHT else "cluster"
    named = [field for field in (name, "cluster_header") if target.fields.get(field)]
    if not named:
        yield RULE.found(f"the cluster has no name; set `{name}` or `cluster_header`", target.route)
    elif len(named) > 1:
        text = f"both `{name}` and `cluster_header` are set; remove one of them"
        yield RULE.found(text, target.route_of("cluster_header"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    weighted_clusters:
      clusters:
      - name: default/v1
        weight: 90
      - name: default/v2
        cluster_header: x-cluster  # want: one-cluster-name "remove one of them"
        weight: 10
""")
    return Page(
        title="A weighted or mirrored cluster with two names or none",
        catches=(
            "An entry of `weighted_clusters` or of `request_mirror_policies` with both a name and a "
            "`cluster_header`, or with neither."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("              cluster_header: x-cluster\n", "")),
        fix="Set the name of the cluster, or the request header that contains it.",
        log=(
            "At least one of name or cluster_header need to be specified",
            "Only one of name or cluster_header can be specified",
            "in request mirror policy can be specified",
            "Exactly one of cluster or cluster_header in request mirror policy need to be specified",
        ),
        more=(
            Example(
                "no name",
                bad=_examples.routes("""\
- match: {prefix: /}
  route:
    weighted_clusters:
      clusters:
      - weight: 90  # want: one-cluster-name "set `name` or `cluster_header`"
"""),
            ),
            Example(
                "a mirror without a cluster",
                bad=_examples.routes("""\
- match: {prefix: /}
  route:
    cluster: default/echo
    request_mirror_policies:
    - runtime_fraction: {default_value: {numerator: 10}}  # want: one-cluster-name "set `cluster` or `cluster_header`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="one-cluster-name",
    severity="error",
    gate="nacked",
    on=(WEIGHT, MIRROR),
    check=check,
    page=page,
)
