"""`listener` outside of `egress` in a network policy."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy
from ...rule import POLICY, Page, Rule, fix_example


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames listeners below `ingress`, and below rules that deny."""
    for each in policy.listeners:
        if each.ingress or each.deny:
            where = next(step for step in reversed(each.route) if isinstance(step, str) and "gress" in step)
            yield RULE.found(
                f"`listener` is set under `{where}`; it is only supported under `egress`", each.route, at="key"
            )


def page() -> Page:
    from ._examples import POLICY as EXAMPLE
    from ._examples import PROXY

    bad = PROXY + fix_example(
        EXAMPLE,
        ("  egress:\n", "  ingress:\n"),
        ("      listener:\n", '      listener:  # want: policy-listener-on-ingress "under `ingress`"\n'),
    )
    return Page(
        title="`listener` outside of `egress` in a network policy",
        catches="A network policy with a `listener` in `toPorts` of `ingress`, or of a deny rule.",
        why="The agent rejects the whole policy: none of its rules is in force.",
        bad=bad,
        good=fix_example(bad, ("  ingress:\n", "  egress:\n")),
        fix=(
            "Use `egress` in the policy of the clients, or list the Service in the CEC, which redirects incoming "
            "traffic."
        ),
        log=("Listener is not allowed on ingress",),
    )


RULE = Rule(
    id="policy-listener-on-ingress",
    severity="error",
    gate="refused",
    on=(POLICY,),
    check=check,
    page=page,
)
