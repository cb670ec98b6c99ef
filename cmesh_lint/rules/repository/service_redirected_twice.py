"""Service is redirected by two CECs."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example

_FAILS = "the CEC that is applied second fails, and its redirect is not installed"


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames entries of `services` whose ports another CEC redirects, too."""
    if not facts.listeners:
        return
    for ref in facts.services:
        other = repository.redirecting(facts.own(ref), ref, facts)
        if other is not None:
            text = f"`{facts.own(ref)}` is also redirected by {other.object} in {other.file}"
            yield RULE.found(text, (*ref.route, "name"), consequence="" if repository.since("1.18") else _FAILS)


HERE = "  - name: echo\n    namespace: default\n"
WANT = '  - name: echo  # want: service-redirected-twice "is also redirected by CiliumEnvoyConfig/default/{}"\n    namespace: default\n'


def page() -> Page:
    from ..echo import ECHO

    second = fix_example(
        ECHO,
        ("metadata:\n  name: echo\n", "metadata:\n  name: second\n"),
        ("default/echo", "echo"),
        (
            "    name: echo\n    type: EDS\n",
            "    name: echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n",
        ),
    )
    bad = fix_example(ECHO, (HERE, WANT.format("second"))) + "---\n" + fix_example(second, (HERE, WANT.format("echo")))
    return Page(
        title="Service is redirected by two CECs",
        catches="A Service that two CECs list under `services`, with ports in common or without ports.",
        why=(
            "Since Cilium 1.18 both CECs keep overwriting each other's redirect, and the winner may change with any "
            "update. Before 1.18 the second one fails."
        ),
        bad=bad,
        good=ECHO
        + "---\n"
        + fix_example(second, ("  services:\n", "  backendServices:\n"), ("    listener: echo\n", "")),
        fix="Keep one of the two. If only the endpoints are needed, list the Service under `backendServices`.",
        log=("already registered for L7 LB redirection via a proxy resource",),
    )


RULE = Rule(
    id="service-redirected-twice",
    severity="error",
    gate="runtime",
    effect="only one of the two redirects is in force, and which one can change with any update",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
