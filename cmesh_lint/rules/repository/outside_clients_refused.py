"""Clients from outside of the cluster reach a Service that only pods can use."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames entries for Services of a type that is reached from outside, where clients keep their addresses."""
    for ref in facts.services if facts.keeps_sources else ():
        for service in repository.services(facts.own(ref)):
            if service.type in ("NodePort", "LoadBalancer"):
                text = f"the Service is a {service.type}, and Envoy refuses its clients from outside of the cluster"
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
        title="Clients from outside of the cluster reach a Service that only pods can use",
        catches=(
            "An entry of `services` for a Service of type NodePort or LoadBalancer in a CEC that does not set "
            '`cec.cilium.io/use-original-source-address: "false"` (before 1.19 the label).'
        ),
        why="Envoy connects with the address of the client, and does so for pods of its own node alone.",
        bad=bad,
        good=fix_example(
            bad, ("  namespace: default\nspec:\n  services", f"  namespace: default\n{_ANNOTATION}spec:\n  services")
        ),
        fix='Set the annotation to "false".',
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
