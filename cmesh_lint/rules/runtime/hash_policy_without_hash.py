"""Route to a hashing cluster without `hash_policy`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_HASHING = ("RING_HASH", "MAGLEV")


def check(action: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames routes to a hashing cluster that hash nothing."""
    name = action.fields.get("cluster")
    if not isinstance(name, str) or action.fields.get("hash_policy"):
        return
    policy = config.once(__name__, lambda: _hashing(config)).get(name)
    if policy is not None:
        text = f"cluster `{name}` uses {policy}, but this route has no `hash_policy`"
        yield RULE.found(text, action.route_of("cluster"))


def _hashing(config: EnvoyConfig) -> dict[object, str]:
    """The policies of the clusters that hash, by their names."""
    found: dict[object, str] = {}
    for cluster in config.tops(CLUSTER):
        name, policy = cluster.fields.get("name"), cluster.fields.get("lb_policy")
        if isinstance(name, str) and isinstance(policy, str) and policy in _HASHING:
            found.setdefault(name, policy)
    return found


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Route to a hashing cluster without `hash_policy`",
        catches="A route without `hash_policy` to a cluster with `lb_policy: RING_HASH` or `MAGLEV`.",
        why="Without a hash Envoy picks a random endpoint, so requests of one client do not stay together.",
        bad=fix_example(
            ECHO,
            (
                "          cluster: default/echo\n",
                '          cluster: default/echo  # want: hash-policy-without-hash "has no `hash_policy`"\n',
            ),
            ("    connect_timeout: 5s\n", "    connect_timeout: 5s\n    lb_policy: MAGLEV\n"),
        ),
        good=ECHO,
        fix="Add a `hash_policy` to the route.",
    )


RULE = Rule(
    id="hash-policy-without-hash",
    severity="warning",
    gate="runtime",
    effect="Envoy picks a random endpoint for each request; clients do not stick to one",
    on=("envoy.config.route.v3.RouteAction",),
    check=check,
    page=page,
)
