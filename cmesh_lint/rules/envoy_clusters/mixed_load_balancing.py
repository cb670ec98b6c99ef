"""Load balancing set in the old way and in the new one."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

PARTIAL = ("zone_aware_lb_config", "locality_weighted_lb_config", "consistent_hashing_lb_config")


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames what does not go with `load_balancing_policy`."""
    if "load_balancing_policy" not in cluster.fields:
        return
    told = "does not go with `load_balancing_policy`; expected it in the policy's own configuration"
    if "lb_subset_config" in cluster.fields:
        yield RULE.found(f"`lb_subset_config` {told}", cluster.route_of("lb_subset_config"), at="key")
    common = cluster.child("common_lb_config")
    for field in PARTIAL if common is not None else ():
        if common is not None and field in common.fields:
            yield RULE.found(f"`{field}` {told}", common.route_of(field), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
load_balancing_policy:
  policies:
  - typed_extension_config:
      name: envoy.load_balancing_policies.round_robin
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin
common_lb_config:
  locality_weighted_lb_config: {}  # want: mixed-load-balancing "does not go with `load_balancing_policy`"
""")
    return Page(
        title="Load balancing set in the old way and in the new one",
        catches=(
            "`lb_subset_config`, or `zone_aware_lb_config`, `locality_weighted_lb_config` or `consistent_hashing_lb_config` of "
            "`common_lb_config`, beside `load_balancing_policy`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("    common_lb_config:\n      locality_weighted_lb_config: {}\n", "")),
        fix="Move it into the configuration of the policy.",
        log=("cluster: load_balancing_policy cannot be combined with",),
    )


RULE = Rule(
    id="mixed-load-balancing",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
