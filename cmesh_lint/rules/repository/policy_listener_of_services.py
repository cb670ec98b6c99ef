"""A listener is for a policy and its CEC is for Services."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy
from ...rule import POLICY, Page, Rule, fix_example
from ._policies import meant


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames the name of a CEC that has `services`."""
    for each in policy.listeners:
        found = meant(policy, each, repository)
        if found is not None and found.listener is not None and found.configs[0].services:
            text = f"{found.configs[0].object} redirects Services: all its listeners are set up for that"
            yield RULE.found(text, (*each.route, "envoyConfig", "name"))


def page() -> Page:
    from ..echo import ECHO
    from ._examples import POLICY as EXAMPLE

    bad = ECHO + fix_example(
        EXAMPLE,
        (
            "          name: echo\n        name: echo\n",
            '          name: echo  # want: policy-listener-of-services "redirects Services"\n        name: echo\n',
        ),
    )
    return Page(
        title="A listener for a policy in a CEC for Services",
        catches="A network policy with a listener of a CEC that also has `services`.",
        why=(
            "Every listener of such a CEC is told that it balances a Service's load, and then enforces policies as for "
            "traffic to Services; which source address upstream connections have changes, too."
        ),
        bad=bad,
        good=bad.partition("---")[0],
        fix="Put the policy's listener into a CEC of its own.",
    )


RULE = Rule(
    id="policy-listener-of-services",
    severity="warning",
    gate="runtime",
    effect="the listener enforces policies as for Service traffic, and source addresses can change",
    on=(POLICY,),
    check=check,
    page=page,
)
