"""UDP port is redirected to a TCP listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.kubernetes import Service
from ...rule import REPOSITORY, Page, Rule, fix_example

_MOST = 8
"""Ports of one entry that are told one by one."""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames entries of `services` that take in ports of another protocol than TCP."""
    for ref in facts.services if facts.listeners else ():
        for service in repository.services(facts.own(ref)):
            for protocol, number in _others(service, frozenset(ref.ports))[:_MOST]:
                text = f"the entry includes {protocol} port {number} of the Service `{ref.name}`, but listeners only take TCP"
                yield RULE.found(text, (*ref.route, "name"))


def _others(service: Service, ports: frozenset[str]) -> list[tuple[str, int]]:
    return [
        (each.protocol, each.number)
        for each in service.ports
        if each.protocol != "TCP" and (not ports or str(each.number) in ports)
    ]


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = fix_example(
        ECHO + SERVICE,
        (
            "  services:\n  - name: echo\n",
            '  services:\n  - name: echo  # want: udp-port-redirected "includes UDP port 53"\n',
        ),
        ("  - name: http\n", "  - name: dns\n    port: 53\n    protocol: UDP\n  - name: http\n"),
    )
    return Page(
        title="UDP port is redirected to a TCP listener",
        catches=(
            "An entry of `services` without `ports` for a Service that has UDP or SCTP ports, or with a port that the "
            "Service has both for TCP and for another protocol."
        ),
        why="Traffic to that port is redirected to a listener that cannot handle it, and is lost.",
        bad=bad,
        good=fix_example(
            bad,
            ("    listener: echo\n", "    listener: echo\n    ports: [80]\n"),
            (
                "    name: default/echo\n    type: EDS\n",
                "    name: default/echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo:80\n",
            ),
        ),
        fix="List the TCP ports under `ports`. A number that is used for both TCP and UDP cannot be redirected.",
    )


RULE = Rule(
    id="udp-port-redirected",
    severity="error",
    gate="runtime",
    effect="traffic to the port is redirected to a listener that only takes TCP, and is lost",
    since="1.18",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
