"""Two rules send the same traffic to different listeners."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.index import Repository
from ...repository.kubernetes import NetworkPolicy
from ...rule import POLICY, Page, Rule, fix_example
from ._examples import POLICY as EXAMPLE
from ._examples import PROXY


def check(policy: NetworkPolicy, repository: Repository) -> Iterator[Problem]:
    """Blames a listener where an equal rule has another one of the same priority."""
    for selector, each in zip(policy.selector, policy.listeners, strict=True):
        if each.ingress or each.deny:
            continue
        found = repository.sent_elsewhere(policy, selector, each)
        if found is not None:
            other, theirs = found
            where = "this policy" if other is policy else f"{other.object} in {other.file}"
            text = f"{where} sends the same traffic to the listener `{theirs.listener}` with the same priority"
            yield RULE.found(text, each.route, at="key")


WANT = '      listener:  # want: conflicting-policy-listeners "the same traffic to the listener `{}`"\n'


def _example(name: str, conflict: str) -> tuple[str, str]:
    """A CEC and a policy that sends traffic to its listener, both of that name; the blame names the other listener."""
    config = fix_example(
        PROXY,
        ("  name: echo\n  namespace", f"  name: {name}\n  namespace"),
        ("name: echo\n    filter", f"name: {name}\n    filter"),
    )
    policy = fix_example(EXAMPLE, ("name: echo\n", f"name: {name}\n"))
    return config, policy.replace("      listener:\n", WANT.format(conflict))


CONFIG, FIRST = _example("echo", "other")
OTHER_CONFIG, SECOND = _example("other", "echo")


def page() -> Page:
    bad = f"{CONFIG}---\n{OTHER_CONFIG}{FIRST}{SECOND}"
    return Page(
        title="Two rules send the same traffic to different listeners",
        catches=(
            "Two `listener`s in network policies for the same endpoints, peers and ports, written the same way, with "
            "different names and the same priority."
        ),
        why="The agent cannot merge the two: it fails to compute the policy of these endpoints.",
        bad=bad,
        good=fix_example(bad, ("        name: other\n", "        name: other\n        priority: 1\n")),
        fix="Set a `priority` on one of them; the lower number wins.",
        log=("cannot merge conflicting CiliumEnvoyConfig Listeners",),
    )


RULE = Rule(
    id="conflicting-policy-listeners",
    severity="error",
    gate="runtime",
    effect="the agent cannot compute the policy of the selected endpoints",
    on=(POLICY,),
    check=check,
    page=page,
)
