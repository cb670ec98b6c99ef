"""Policy uses a listener of a CEC that redirects Services."""

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
            text = f"{found.configs[0].object} redirects Services, so all of its listeners are set up for that"
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
        title="Policy uses a listener of a CEC that redirects Services",
        catches="A network policy that uses a listener of a CEC with `services`.",
        why=(
            "Every listener of such a CEC is set up to balance the load of a Service: it enforces policies as for "
            "traffic to Services, and upstream connections can have another source address."
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
