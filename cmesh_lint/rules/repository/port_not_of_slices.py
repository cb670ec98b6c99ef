"""EndpointSlices do not have the port of the Service."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent.envelope import ServiceRef
from ...finding import Problem
from ...repository.facts import Facts
from ...repository.index import Repository
from ...repository.kubernetes import Service, ServicePort
from ...rule import REPOSITORY, Page, Rule, fix_example


def check(facts: Facts, repository: Repository) -> Iterator[Problem]:
    """Blames an entry for a Service without selector whose slices, written by hand, lack a port that it asks for."""
    for ref in (*facts.services, *facts.backend_services):
        services = repository.services(facts.own(ref))
        named = {name for each in repository.slices(facts.own(ref)) for name in each.ports}
        if not named or len(services) != 1 or services[0].selects:
            continue
        for port in _asked(ref, services[0]):
            if port.name not in named:
                yield RULE.found(_text(port, named), (*ref.route, "name"))


def _asked(ref: ServiceRef, service: Service) -> Iterator[ServicePort]:
    """The ports of the Service that an entry is about: all, where it names none."""
    for port in service.ports:
        if not ref.ports or str(port.number) in ref.ports or (port.name and port.name in ref.ports):
            yield port


def _text(port: ServicePort, named: set[str]) -> str:
    what = f"named `{port.name}`" if port.name else "without a name"
    there = ", ".join(f"`{name}`" if name else "one without a name" for name in sorted(named))
    return f"port `{port.number}` of the Service needs a port {what} in its EndpointSlices; they have {there}"


def page() -> Page:
    from ..echo import ECHO

    bad = (
        fix_example(
            ECHO,
            (
                "  services:\n  - name: echo\n",
                '  services:\n  - name: echo  # want: port-not-of-slices "needs a port named `http`"\n',
            ),
        )
        + """\
---
apiVersion: v1
kind: Service
metadata:
  name: echo
  namespace: default
spec:
  ports:
  - {name: http, port: 80}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: echo-1
  namespace: default
  labels:
    kubernetes.io/service-name: echo
addressType: IPv4
ports:
- {name: web, port: 8080}
endpoints:
- addresses: [192.0.2.1]
"""
    )
    return Page(
        title="EndpointSlices do not have the port of the Service",
        catches=(
            "An entry of `services` or `backendServices` for a Service without selector, whose EndpointSlices in the "
            "files have no port with the name of the Service's port. Kubernetes matches the two by name."
        ),
        why="No endpoints are published for the port: requests get 503.",
        bad=bad,
        good=fix_example(bad, ("name: web", "name: http")),
        fix="Use the same port name in both.",
    )


RULE = Rule(
    id="port-not-of-slices",
    severity="error",
    gate="runtime",
    effect="no endpoints are published for the port: requests to it get 503",
    on=(REPOSITORY,),
    check=check,
    page=page,
)
