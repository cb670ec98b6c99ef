"""A clusterwide policy names a namespaced CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import Policy
from ...rule import POLICY, Rule, mended
from ._examples import POLICY as EXAMPLE
from ._examples import PROXY

CLUSTERWIDE = mended(
    EXAMPLE,
    (
        "kind: CiliumNetworkPolicy\nmetadata:\n  name: echo\n  namespace: default\n",
        "kind: CiliumClusterwideNetworkPolicy\nmetadata:\n  name: echo\n",
    ),
)


def judge(policy: Policy, repository: Repository) -> Iterator[Problem]:
    """Blames the kind of the `envoyConfig` in a CiliumClusterwideNetworkPolicy."""
    for each in policy.listeners:
        if policy.clusterwide and each.kind == "CiliumEnvoyConfig":
            text = "a clusterwide policy can use listeners of a CiliumClusterwideEnvoyConfig only"
            yield RULE.found(text, (*each.route, "envoyConfig", "kind"))


BAD = PROXY + mended(
    CLUSTERWIDE,
    (
        "kind: CiliumEnvoyConfig\n",
        'kind: CiliumEnvoyConfig  # want: policy-listener-kind "CiliumClusterwideEnvoyConfig only"\n',
    ),
)
RULE = Rule(
    id="policy-listener-kind",
    title="A clusterwide policy names a namespaced CEC",
    severity="error",
    gate="refused",
    catches="A CiliumClusterwideNetworkPolicy with `kind: CiliumEnvoyConfig` in an `envoyConfig`.",
    why="The agent refuses the rule.",
    bad=BAD,
    good=mended(
        PROXY, ("kind: CiliumEnvoyConfig", "kind: CiliumClusterwideEnvoyConfig"), ("  namespace: default\n", "")
    )
    + mended(CLUSTERWIDE, ("kind: CiliumEnvoyConfig\n", "kind: CiliumClusterwideEnvoyConfig\n")),
    fix="Make the CEC a CiliumClusterwideEnvoyConfig, or the policy a CiliumNetworkPolicy of its namespace.",
    log=("can not use Kind CiliumEnvoyConfig",),
    on=(POLICY,),
    judge=judge,
)
