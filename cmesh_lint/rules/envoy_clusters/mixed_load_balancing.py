"""Old and new load balancing settings in one cluster."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

PARTIAL = ("zone_aware_lb_config", "locality_weighted_lb_config", "consistent_hashing_lb_config")


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames what does not go with `load_balancing_policy`."""
    if "load_balancing_policy" not in cluster.fields:
        return
    text = "cannot be combined with `load_balancing_policy`; move it into the policy's own config"
    if "lb_subset_config" in cluster.fields:
        yield RULE.found(f"`lb_subset_config` {text}", cluster.route_of("lb_subset_config"), at="key")
    common = cluster.child("common_lb_config")
    for field in PARTIAL if common is not None else ():
        if common is not None and field in common.fields:
            yield RULE.found(f"`{field}` {text}", common.route_of(field), at="key")


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
  locality_weighted_lb_config: {}  # want: mixed-load-balancing "cannot be combined with `load_balancing_policy`"
""")
    return Page(
        title="Old and new load balancing settings in one cluster",
        catches=(
            "`lb_subset_config`, or `zone_aware_lb_config`, `locality_weighted_lb_config` or "
            "`consistent_hashing_lb_config` in `common_lb_config`, together with `load_balancing_policy`."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("    common_lb_config:\n      locality_weighted_lb_config: {}\n", "")),
        fix="Move it into the policy's own config.",
        log=("cluster: load_balancing_policy cannot be combined with",),
        more=(
            Example(
                "subsets",
                bad=_examples.dns_cluster("""\
load_balancing_policy:
  policies:
  - typed_extension_config:
      name: envoy.load_balancing_policies.round_robin
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin
lb_subset_config:  # want: mixed-load-balancing "`lb_subset_config` cannot be combined"
  subset_selectors: [{keys: [version]}]
"""),
            ),
        ),
    )


RULE = Rule(
    id="mixed-load-balancing",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
