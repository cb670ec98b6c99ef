"""Load balancer settings for another `lb_policy`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_POLICIES = {
    "ring_hash_lb_config": "RING_HASH",
    "maglev_lb_config": "MAGLEV",
    "least_request_lb_config": "LEAST_REQUEST",
    "round_robin_lb_config": "ROUND_ROBIN",
}


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames settings that the policy does not read."""
    if "load_balancing_policy" in cluster.fields:
        return
    policy = cluster.fields.get("lb_policy", "ROUND_ROBIN")
    for name, reader in _POLICIES.items():
        if name in cluster.fields and policy != reader:
            text = f"`{name}` only applies to `lb_policy: {reader}`; here it is {policy}"
            yield RULE.found(text, cluster.route_of(name), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Load balancer settings for another `lb_policy`",
        catches=(
            "`ring_hash_lb_config`, `maglev_lb_config`, `least_request_lb_config` or `round_robin_lb_config` in a "
            "cluster with another `lb_policy`."
        ),
        why="Envoy ignores the settings and balances the cluster as `lb_policy` says.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    maglev_lb_config: {table_size: 65537}  # want: idle-lb-config "`lb_policy: MAGLEV`"\n',
            ),
        ),
        good=ECHO,
        fix="Set the `lb_policy` that the settings are for, or remove them.",
    )


RULE = Rule(
    id="idle-lb-config",
    severity="warning",
    gate="runtime",
    effect="Envoy ignores these settings and balances the cluster as `lb_policy` says",
    on=("envoy.config.cluster.v3.Cluster",),
    check=check,
    page=page,
)
