"""Endpoint is the cluster IP of a redirected Service."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames endpoints with the cluster IP of a Service that is redirected."""
    for host in facts.hosts:
        for service in repository.by_address.get(host.name, ()):
            if any(not each.backend for each in repository.listings(service.full_name)):
                text = f"`{host.name}` is the cluster IP of `{service.full_name}`, which a CEC redirects"
                yield RULE.found(text, host.route)


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = fix_example(
        ECHO,
        (
            "    type: EDS\n    connect_timeout: 5s\n",
            """\
    type: STATIC
    connect_timeout: 5s
    load_assignment:
      cluster_name: default/echo
      endpoints:
      - lb_endpoints:
        - endpoint:
            address:
              socket_address:
                address: 10.96.0.50  # want: redirected-cluster-ip "the cluster IP of `default/echo`"
                port_value: 80
""",
        ),
    ) + fix_example(SERVICE, ("spec:\n", "spec:\n  clusterIP: 10.96.0.50\n"))
    return Page(
        title="Endpoint is the cluster IP of a redirected Service",
        catches="An endpoint with the `clusterIP` of a Service that a CEC redirects.",
        why="What Envoy sends there is redirected to Envoy again, or is not routed at all: requests time out.",
        bad=bad,
        good=ECHO + fix_example(SERVICE, ("spec:\n", "spec:\n  clusterIP: 10.96.0.50\n")),
        fix="Use `type: EDS`: its endpoints are the pods.",
    )


RULE = Rule(
    id="redirected-cluster-ip",
    severity="warning",
    gate="runtime",
    effect="the traffic is redirected to Envoy again or is not routed: requests time out",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
