"""Clients from outside the cluster are refused."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.features import ORIGINAL_SOURCE, ORIGINAL_SOURCE_LABEL
from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames entries for Services of a type that is reached from outside, where clients keep their addresses."""
    where, switch = ("annotation", ORIGINAL_SOURCE) if repository.since("1.19") else ("label", ORIGINAL_SOURCE_LABEL)
    for ref in facts.services if facts.keeps_sources else ():
        for service in repository.services(facts.own(ref)):
            if service.type in ("NodePort", "LoadBalancer"):
                text = f'the Service is a {service.type}; set the {where} `{switch}: "false"`'
                yield RULE.found(text, (*ref.route, "name"))


_ANNOTATION = '  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n'


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = fix_example(
        ECHO + SERVICE,
        (_ANNOTATION, ""),
        (
            "  services:\n  - name: echo\n",
            '  services:\n  - name: echo  # want: outside-clients-refused "the Service is a NodePort"\n',
        ),
        ("spec:\n  ports:\n", "spec:\n  type: NodePort\n  ports:\n"),
    )
    return Page(
        title="Clients from outside the cluster are refused",
        catches=(
            "An entry of `services` for a Service of type NodePort or LoadBalancer in a CEC that does not set "
            '`cec.cilium.io/use-original-source-address: "false"` (before 1.19 the label).'
        ),
        why="Envoy connects with the source address of the client, and can only do so for pods on its own node.",
        bad=bad,
        good=fix_example(
            bad, ("  namespace: default\nspec:\n  services", f"  namespace: default\n{_ANNOTATION}spec:\n  services")
        ),
        fix='Set `cec.cilium.io/use-original-source-address: "false"`.',
        log=("Non-local pod can not use original source address",),
    )


RULE = Rule(
    id="outside-clients-refused",
    severity="warning",
    gate="runtime",
    effect="clients from outside the cluster are refused",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
