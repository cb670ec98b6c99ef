"""`listener` and `rules` in one entry of `toPorts`."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy
from ...rule import POLICY, Page, Rule, fix_example


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames listeners beside `rules`."""
    for each in policy.listeners:
        if each.rules and not each.ingress:
            text = "`listener` and `rules` cannot be used in one entry of `toPorts`"
            yield RULE.found(text, each.route, at="key")


def page() -> Page:
    from ._examples import POLICY as EXAMPLE
    from ._examples import PROXY

    bad = PROXY + fix_example(
        EXAMPLE,
        (
            "      listener:\n",
            '      rules:\n        http:\n        - method: GET\n      listener:  # want: policy-listener-with-rules "cannot be used in one entry"\n',
        ),
    )
    return Page(
        title="`listener` and `rules` in one entry of `toPorts`",
        catches="A network policy with both `listener` and L7 `rules` in one entry of `toPorts`.",
        why="The agent rejects the whole policy: none of its rules is in force.",
        bad=bad,
        good=fix_example(bad, ("      rules:\n        http:\n        - method: GET\n", "")),
        fix="Keep one of the two. HTTP rules can be written as filters of the listener.",
        log=("Listener is not allowed with L7 rules",),
    )


RULE = Rule(
    id="policy-listener-with-rules",
    severity="error",
    gate="refused",
    on=(POLICY,),
    check=check,
    page=page,
)
