"""Port is not defined by the Service."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import ServiceRef
from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.kubernetes import Service, ServicePort
from ...rule import REPOSITORY, Page, Rule, fix_example

_MOST = 24
"""Ports of a Service that a message looks at, so that many wrong ones cost no more than a few."""


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames ports of entries that no Service of that name has."""
    entries = [(ref, "ports") for ref in facts.services] if repository.since("1.18") else []
    entries += [(ref, "number") for ref in facts.backend_services]
    for ref, field in entries:
        services = [service for service in repository.services(facts.own(ref)) if service.ports]
        if not services or not ref.ports:
            continue
        there = _ports(facts.own(ref), field, repository)
        for index, port in enumerate(ref.ports):
            if port not in there:
                yield RULE.found(_text(ref, port, services[0], field), (*ref.route, field, index))


def _ports(service: str, field: str, repository: Repository) -> frozenset[str]:
    """What an entry may call the ports of a Service."""

    def find() -> frozenset[str]:
        ports = [port for each in repository.services(service) for port in each.ports]
        numbers = frozenset(str(each.number) for each in ports)
        if field == "ports":
            return numbers
        return numbers.union((each.name for each in ports), repository.port_names(service))

    return repository.once((__name__, service, field), find)


def _text(ref: ServiceRef, port: str, service: Service, field: str) -> str:
    for each in service.ports[:_MOST]:
        what = _other_role(each, port)
        if what:
            return f"`{port}` is a {what} of the Service `{ref.name}`; write its port `{each.number}`"
    ports = ", ".join(f"`{each.number}`" for each in service.ports[:_MOST])
    if len(service.ports) > _MOST:
        ports += f" … ({len(service.ports)} in all)"
    return f"the Service `{ref.name}` has no port `{port}`; it has {ports}"


def _other_role(each: ServicePort, port: str) -> str:
    if each.target == port:
        return "target port"
    if str(each.node_port) == port:
        return "node port"
    return "port name" if each.name == port else ""


def page() -> Page:
    from ..echo import ECHO
    from ._examples import SERVICE

    bad = (
        fix_example(
            ECHO,
            (
                "    listener: echo\n",
                '    listener: echo\n    ports:\n    - 8080  # want: port-not-of-service "write its port `80`"\n',
            ),
            ("default/echo\n    type", "default/echo:8080\n    type"),
            ("cluster: default/echo", "cluster: default/echo:8080"),
        )
        + SERVICE
    )
    return Page(
        title="Port is not defined by the Service",
        catches=(
            "A number in `services[].ports` that is not a `port` of the Service (but its target port, its node port, "
            "or none); and a value in `backendServices[].number` that is neither the number nor the name of a port of "
            "the Service, nor the name of a port in its EndpointSlices."
        ),
        why="Nothing is redirected at such a port, no endpoints are published for it, and nothing is logged.",
        bad=bad,
        good=fix_example(bad, ("- 8080", "- 80"), ("echo:8080", "echo:80")),
        fix="Write the `port` of the Service that clients connect to.",
    )


RULE = Rule(
    id="port-not-of-service",
    severity="error",
    gate="runtime",
    effect="nothing is redirected at the port, no endpoints are published for it, and nothing is logged",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
