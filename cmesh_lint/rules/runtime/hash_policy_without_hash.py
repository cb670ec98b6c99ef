"""A hash without its other half."""

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
        text = f"`{name}` is balanced by {policy} and this route has no `hash_policy`: endpoints are picked at random"
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
        title="A hash without its other half",
        catches="A cluster with RING_HASH or MAGLEV to which a route without `hash_policy` leads.",
        why="Without a hash Envoy picks an endpoint at random: nothing sticks.",
        bad=fix_example(
            ECHO,
            (
                "          cluster: default/echo\n",
                '          cluster: default/echo  # want: hash-policy-without-hash "picked at random"\n',
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
