"""Cluster gets the endpoints of several ports."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example
from ._published import asked, published

_MOST = 8
"""Ports that a message lists."""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames a name for the endpoints of all ports of a Service that has several."""
    for use in facts.endpoints_uses:
        service, port = asked(use.name)
        if port not in ("", "*") or use.name not in published(service, repository):
            continue
        for each in repository.services(service):
            ports = [str(one.number) for one in each.ports if one.protocol == "TCP"]
            if len(ports) > 1:
                named = " and ".join(ports[:_MOST]) + (f" … ({len(ports)} in all)" if len(ports) > _MOST else "")
                text = f"`{service}` includes the endpoints of ports {named}; use `{service}:PORT`"
                yield RULE.found(text, use.route)


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = fix_example(
        ECHO + SERVICE,
        (
            "    name: default/echo\n",
            '    name: default/echo  # want: endpoints-of-all-ports "endpoints of ports 80 and 9090"\n',
        ),
        ("    targetPort: 8080\n", "    targetPort: 8080\n  - name: metrics\n    port: 9090\n"),
    )
    return Page(
        title="Cluster gets the endpoints of several ports",
        catches="An EDS cluster that uses `NAMESPACE/NAME` of a Service with several TCP ports.",
        why="The endpoints of all ports are published under that name: requests for one port arrive at another.",
        bad=bad,
        good=fix_example(
            bad,
            ("    listener: echo\n", "    listener: echo\n    ports: [80]\n"),
            (
                "    name: default/echo\n    type: EDS\n",
                "    name: default/echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo:80\n",
            ),
        ),
        fix="List the Service with `ports`, or with `number` under `backendServices`, and use `NAMESPACE/NAME:PORT`.",
    )


RULE = Rule(
    id="endpoints-of-all-ports",
    severity="warning",
    gate="runtime",
    effect="requests for one port of the Service can arrive at another",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
