"""Service has no address to redirect."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.kubernetes import Service
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames entries of `services` for Services that have no address to redirect."""
    for ref in facts.services if facts.listeners else ():
        for service in repository.services(facts.own(ref)):
            kind = _without_address(service)
            if kind:
                yield RULE.found(
                    f"the Service `{ref.name}` {kind} and has no address to redirect", (*ref.route, "name")
                )


def _without_address(service: Service) -> str:
    if service.type == "ExternalName":
        return "is an ExternalName"
    return "is headless" if service.headless else ""


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = fix_example(
        ECHO + SERVICE,
        (
            "  services:\n  - name: echo\n",
            '  services:\n  - name: echo  # want: service-without-frontend "is headless"\n',
        ),
        ("spec:\n  ports:\n", "spec:\n  clusterIP: None\n  ports:\n"),
    )
    return Page(
        title="Service has no address to redirect",
        catches="An entry of `services` for a headless Service (`clusterIP: None`) or one of type ExternalName.",
        why="Clients connect to pods, or elsewhere: no traffic is redirected, and nothing is logged.",
        bad=bad,
        good=fix_example(bad, ("  clusterIP: None\n", "")),
        fix="Give the Service a cluster IP. If only its endpoints are needed, list it under `backendServices`.",
    )


RULE = Rule(
    id="service-without-frontend",
    severity="error",
    gate="runtime",
    effect="clients do not connect to an address that is redirected, and nothing is logged",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
