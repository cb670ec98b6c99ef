"""Policy uses a listener without a proxy port."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy
from ...rule import POLICY, Page, Rule, fix_example
from ._policies import meant


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames the name of a listener that has an address or is internal."""
    for each in policy.listeners:
        found = meant(policy, each, repository)
        if found is not None and found.listener is not None and (found.listener.explicit or found.listener.internal):
            kind = "is internal" if found.listener.internal else "has an address of its own"
            text = f"listener `{each.listener}` {kind}; policies can only use listeners whose port the agent picks"
            yield RULE.found(text, (*each.route, "name"))


def page() -> Page:
    from ._examples import POLICY as EXAMPLE
    from ._examples import PROXY

    bad = fix_example(
        PROXY,
        (
            "    filter_chains:\n",
            "    address:\n      socket_address:\n        address: 127.0.0.1\n        port_value: 8080\n    filter_chains:\n",
        ),
    ) + fix_example(
        EXAMPLE,
        (
            "          name: echo\n        name: echo\n",
            '          name: echo\n        name: echo  # want: policy-listener-with-address "has an address of its own"\n',
        ),
    )
    return Page(
        title="Policy uses a listener without a proxy port",
        catches="A `listener` in a network policy that has an `address` or is internal.",
        why=(
            "The agent only knows the ports that it picks itself by the name of the listener. Traffic to others is "
            "dropped."
        ),
        bad=bad,
        good=fix_example(
            bad, ("    address:\n      socket_address:\n        address: 127.0.0.1\n        port_value: 8080\n", "")
        ),
        fix="Remove the `address` from the listener.",
    )


RULE = Rule(
    id="policy-listener-with-address",
    severity="error",
    gate="runtime",
    effect="the agent knows no proxy port for the listener and drops the traffic",
    on=(POLICY,),
    check=check,
    page=page,
)
