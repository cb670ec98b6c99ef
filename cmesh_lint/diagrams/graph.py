"""A CEC → Graph: the way of a request from a Service to listener, virtual host, route, cluster and endpoints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ..agent.envelope import DEFAULT_NAMESPACE
from ..cec.cluster_references import REFERRING, references
from ..cec.envoy_config import HCM, ROUTES, EnvoyConfig, write_name
from ..protobuf.walk import Message

Kind = Literal["Service", "Listener", "virtual host", "route", "Cluster", "endpoints"]

_HOST = "envoy.config.route.v3.VirtualHost"
_ROUTE = "envoy.config.route.v3.Route"
_ADDRESS = "envoy.config.core.v3.SocketAddress"
_MATCHES = ("prefix", "path", "path_separated_prefix")
_ADDRESSES = 3
"""How many addresses stand for the endpoints of a cluster."""


class Node(NamedTuple):
    """A stop on the way of a request."""

    kind: Kind
    name: str
    """Tells it from others of its kind in the CEC."""


class Graph(NamedTuple):
    """What of a CEC lies on the way of requests."""

    nodes: dict[Node, str]
    """What is there, so that a change shows: the same text for the same configuration."""
    edges: dict[tuple[Node, Node], None]
    """From where to where, in the order of the document."""


def graph(config: EnvoyConfig) -> Graph:
    """The graph of a CEC, by the names that Envoy gets."""
    drawing = _Drawing(config)
    drawing.draw()
    return Graph(drawing.nodes, drawing.edges)


class _Drawing:
    def __init__(self, config: EnvoyConfig) -> None:
        self._config = config
        self.nodes: dict[Node, str] = {}
        self.edges: dict[tuple[Node, Node], None] = {}

    def draw(self) -> None:
        self._services()
        for name, listener in self._config.defined.listeners.items():
            self._add(Node("Listener", name), listener.value)
        for manager in self._config.of(HCM):
            self._manager(manager)
        for name, table in self._config.defined.routes.items():
            self._table(table, name)
        self._references()
        for name, cluster in self._config.defined.clusters.items():
            self._cluster(Node("Cluster", name), cluster)

    def _services(self) -> None:
        envelope = self._config.envelope
        listeners = list(self._config.defined.listeners)
        for service in envelope.services:
            node = self._service(service.namespace, service.name)
            self._add(node, {"ports": service.ports})
            wanted = envelope.owner.qualified(service.listener, force=True) if service.listener else None
            for name in [wanted] if wanted else listeners[:1]:
                self._join(node, Node("Listener", name))

    def _service(self, namespace: str, name: str) -> Node:
        return Node("Service", f"{namespace or self._config.envelope.owner.namespace or DEFAULT_NAMESPACE}/{name}")

    def _manager(self, manager: Message) -> None:
        """Its routes: those in it, or those of a table that it names."""
        table = manager.child("route_config")
        if table is not None:
            self._table(table, self._owner(manager).name)
            for host in table.children("virtual_hosts"):
                self._join(self._owner(manager), self._host(host, self._owner(manager).name))
            return
        source = manager.child("rds")
        wanted = write_name(source, "route_config_name") if source is not None else ""
        name = self._config.envelope.owner.qualified(wanted, force=True)
        found = self._config.defined.routes.get(name)
        for host in found.children("virtual_hosts") if found is not None else ():
            self._join(self._owner(manager), self._host(host, name))

    def _table(self, table: Message, name: str) -> None:
        for host in table.children("virtual_hosts"):
            above = self._host(host, name)
            self._add(above, {key: text for key, text in host.value.items() if key != "routes"})
            for number, route in enumerate(host.children("routes")):
                node = _route(route, above, number)
                self._add(node, route.value)
                self._join(above, node)

    def _host(self, host: Message, table: str) -> Node:
        return Node("virtual host", f"{table}: {write_name(host, 'name')}")

    def _references(self) -> None:
        for type_ in REFERRING:
            for message in self._config.of(type_):
                for reference in references(message, self._config):
                    self._join(self._where(message), Node("Cluster", reference.name))

    def _where(self, message: Message) -> Node:
        """The route that a message is in, else its listener or cluster."""
        route = message.above(_ROUTE)
        host = route.parent if route is not None else None
        table = host.parent if host is not None else None
        if route is None or host is None or table is None or host.type != _HOST or table.type != ROUTES:
            return self._owner(message)
        if table.parent is None or table.parent is table.top:
            name = self._config.envelope.owner.qualified(write_name(table, "name"), force=True)
        else:
            name = self._owner(table).name
        routes = list(host.children("routes"))
        number = next((place for place, each in enumerate(routes) if each is route), 0)
        return _route(route, self._host(host, name), number)

    def _owner(self, message: Message) -> Node:
        """The resource that a message is in."""
        for kind, names in self._named():
            for name, top in names.items():
                if top.top.route == message.top.route:
                    return Node(kind, name)
        return Node("Listener", "without a name")

    def _named(self) -> Iterator[tuple[Kind, dict[str, Message]]]:
        yield "Listener", self._config.defined.listeners
        yield "Cluster", self._config.defined.clusters

    def _cluster(self, node: Node, cluster: Message) -> None:
        self._add(node, cluster.value)
        assigned = cluster.child("load_assignment") or self._config.defined.endpoints.get(node.name)
        if assigned is not None:
            there = Node("endpoints", _addresses(assigned))
            self._add(there, assigned.value)
            self._join(node, there)
            return
        source = cluster.child("eds_cluster_config")
        named = (write_name(source, "service_name") if source is not None else "") or write_name(cluster, "name")
        for service in (*self._config.envelope.services, *self._config.envelope.backend_services):
            behind = self._service(service.namespace, service.name)
            if named.partition(":")[0] == behind.name:
                # The way goes on to the Service's pods, not round again to its listener.
                pods = Node("endpoints", f"of Service {behind.name}")
                self._add(pods, None)
                self._join(node, pods)
                return

    def _add(self, node: Node, value: Any) -> None:
        self.nodes[node] = json.dumps(value, sort_keys=True, default=str)

    def _join(self, one: Node, other: Node) -> None:
        self.nodes.setdefault(one, "")
        self.nodes.setdefault(other, "")
        self.edges[one, other] = None


def _route(route: Message, host: Node, number: int) -> Node:
    """A route by what it matches: several of a virtual host that match the same path are one stop."""
    match = route.child("match")
    wanted = next(
        (f"{field} {write_name(match, field)}" for field in _MATCHES if match and write_name(match, field)), ""
    )
    return Node("route", f"{host.name}: {wanted or write_name(route, 'name') or f'number {number + 1}'}")


def _addresses(assigned: Message) -> str:
    found = [f"{write_name(each, 'address')}:{each.get('port_value')}" for each in _below(assigned, _ADDRESS)]
    more = f", {len(found) - _ADDRESSES} more" if len(found) > _ADDRESSES else ""
    return (", ".join(found[:_ADDRESSES]) or "none") + more


def _below(message: Message, type_: str) -> Iterator[Message]:
    for each in message.below:
        if each.type == type_:
            yield each
        yield from _below(each, type_)
