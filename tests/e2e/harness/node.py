"""CECs → what a node would have of them: what the agent sends Envoy, and where it sends the traffic of a Service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from cmesh_lint.agent.effective import Effective
from cmesh_lint.agent.published import endpoint_names, service_name, service_ports, unite
from cmesh_lint.agent.transform import Agent
from cmesh_lint.envoy.bootstrap import AGENT_CLUSTER, bootstrap
from cmesh_lint.envoy.checker import delivery
from cmesh_lint.envoy.delivery import Delivery
from cmesh_lint.source.manifests import Manifest
from cmesh_lint.versions import NEWEST

Json = Any
LOOPBACK = "127.0.0.1"
ADMIN = "/envoy-admin"
"""The cluster of Envoy's admin page in Cilium's bootstrap. It is a socket in the file system there, too."""


class Endpoint(Protocol):
    """A backend that stands for an endpoint of a Service."""

    port: int


Services = Mapping[str, Sequence[Endpoint]]
"""`NAMESPACE/NAME`, or `NAMESPACE/NAME:PORT`, of a Service → its endpoints."""


class Node(NamedTuple):
    """What the agent makes of some CECs."""

    effective: list[Effective]
    published: Mapping[str, str]
    """The names that endpoints are published under → the Service they are of."""

    @classmethod
    def of(cls, manifests: Iterable[Manifest]) -> Node:
        """What the agent of the newest Cilium makes of them. It must take all of it."""
        agent = Agent(NEWEST)
        effective = [agent.effective(manifest) for manifest in manifests]
        for each in effective:
            assert each.gate == "ok", (each.stops, each.dropped)
        return cls(effective, endpoint_names(unite(service_ports(each.envelope) for each in effective)))

    def listener(self, service: str, port: int | None) -> str | None:
        """The listener that the traffic of a Service, or of one of its ports, is sent to; None: it goes straight."""
        found = [
            redirect
            for each in self.effective
            for redirect in each.redirects
            if service_name(redirect.service, each.envelope) == service
        ]
        exact = [redirect for redirect in found if str(port) in redirect.service.ports]
        whole = [redirect for redirect in found if not redirect.service.ports]
        return next((redirect.listener for redirect in (*exact, *whole)), None)

    def configuration(self, services: Services, secrets: Mapping[str, Json], admin: str) -> Json:
        """A configuration for a running Envoy, alone on loopback: each listener at a port that it picks itself, but for
        those that ask for an address of loopback that nobody else has.

        `secrets`: those that the agent would serve, by name. `admin`: the path of a socket for the admin page.
        """
        made = bootstrap(_with_secrets(delivery(each), secrets) for each in self.effective)
        static = made["static_resources"]
        for listener in static["listeners"]:
            socket = listener["address"]["socket_address"]
            if not socket["address"].startswith("127.") or socket["address"] == LOOPBACK:
                listener["address"] = {"socket_address": {"address": LOOPBACK, "port_value": 0}}
        static["clusters"] = [
            self._cluster(cluster, services, admin)
            for cluster in static["clusters"]
            if cluster["name"] != AGENT_CLUSTER
        ]
        return {**made, "admin": {"address": {"pipe": {"path": admin}}}}

    def _cluster(self, cluster: Json, services: Services, admin: str) -> Json:
        if cluster["name"] == ADMIN:
            return _static(cluster, [{"pipe": {"path": admin}}])
        if cluster.get("type") != "EDS":
            return cluster
        name = cluster["eds_cluster_config"].get("service_name") or cluster["name"]
        return _static(cluster, _addresses(self._endpoints(name, services)))

    def _endpoints(self, name: str, services: Services) -> Sequence[Endpoint]:
        """The endpoints under a name. What the agent does not publish has none, and Envoy answers 503."""
        service = self.published.get(name)
        if service is None:
            return ()
        found = services.get(name, services.get(service))
        assert found is not None, f"no endpoints are given for `{name}`; given are those of {sorted(services)}"
        return found


def _with_secrets(sent: Delivery, secrets: Mapping[str, Json]) -> Delivery:
    """What the agent sends, and serves besides from Secrets of Kubernetes."""
    own = [{"name": name, **secret} for name, secret in secrets.items()]
    return sent._replace(resources={**sent.resources, "secrets": [*sent.of("secrets"), *own]})


def _addresses(endpoints: Iterable[Endpoint]) -> Iterator[Json]:
    for each in endpoints:
        yield {"socket_address": {"address": LOOPBACK, "port_value": each.port}}


def _static(cluster: Json, addresses: Iterable[Json]) -> Json:
    """A cluster with the endpoints that Envoy would be told of."""
    kept = {field: value for field, value in cluster.items() if field != "eds_cluster_config"}
    endpoints = [{"lb_endpoints": [{"endpoint": {"address": address}} for address in addresses]}]
    assignment = {"cluster_name": cluster["name"], "endpoints": endpoints}
    return {**kept, "type": "STATIC", "load_assignment": assignment}
