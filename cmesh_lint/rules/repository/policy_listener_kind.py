"""Clusterwide policy references a namespaced CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy
from ...rule import POLICY, Page, Rule, fix_example


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames the kind of the `envoyConfig` in a CiliumClusterwideNetworkPolicy."""
    for each in policy.listeners:
        if policy.clusterwide and each.kind == "CiliumEnvoyConfig":
            text = "a clusterwide policy can only use listeners of a CiliumClusterwideEnvoyConfig"
            yield RULE.found(text, (*each.route, "envoyConfig", "kind"))


def page() -> Page:
    from ._examples import POLICY as EXAMPLE
    from ._examples import PROXY

    clusterwide = fix_example(
        EXAMPLE,
        (
            "kind: CiliumNetworkPolicy\nmetadata:\n  name: echo\n  namespace: default\n",
            "kind: CiliumClusterwideNetworkPolicy\nmetadata:\n  name: echo\n",
        ),
    )
    bad = PROXY + fix_example(
        clusterwide,
        (
            "kind: CiliumEnvoyConfig\n",
            'kind: CiliumEnvoyConfig  # want: policy-listener-kind "can only use listeners of a CiliumClusterwideEnvoyConfig"\n',
        ),
    )
    return Page(
        title="Clusterwide policy references a namespaced CEC",
        catches="A CiliumClusterwideNetworkPolicy with `kind: CiliumEnvoyConfig` in an `envoyConfig`.",
        why="The agent rejects the rule.",
        bad=bad,
        good=fix_example(
            PROXY, ("kind: CiliumEnvoyConfig", "kind: CiliumClusterwideEnvoyConfig"), ("  namespace: default\n", "")
        )
        + fix_example(clusterwide, ("kind: CiliumEnvoyConfig\n", "kind: CiliumClusterwideEnvoyConfig\n")),
        fix="Use a CiliumClusterwideEnvoyConfig, or a CiliumNetworkPolicy in the namespace of the CEC.",
        log=("can not use Kind CiliumEnvoyConfig",),
    )


RULE = Rule(
    id="policy-listener-kind",
    severity="error",
    gate="refused",
    on=(POLICY,),
    check=check,
    page=page,
)
