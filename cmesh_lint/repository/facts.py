"""CEC → Facts: the little of it that matters to other manifests, so that the rest need not be kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, Literal

from ..agent.envelope import ServiceRef
from ..cec.cluster_references import BOOTSTRAP, every
from ..cec.envoy_config import ENDPOINTS, LISTENER, EnvoyConfig, Names
from ..cec.xds_names import Slot, endpoints_name, secret_names
from ..finding import Gate, ObjectRef
from ..places import Route
from ..protobuf.walk import Message
from ..tuples import NamedTuple

SOCKET_ADDRESS = "envoy.config.core.v3.SocketAddress"
INTERNAL_ADDRESS = "envoy.config.core.v3.EnvoyInternalAddress"


class NamedResource(NamedTuple):
    """A name, and where it stands."""

    name: str
    route: Route
    content: int = 0
    """Of a resource: a number that differs where the resource is written differently."""


class Address(NamedTuple):
    """A socket a listener binds."""

    address: str
    port: int
    protocol: str
    route: Route


class ListenerFacts(NamedTuple):
    """A listener. It has a port of the agent's choice where it is neither internal nor has an address."""

    name: str
    """As Envoy gets it."""
    route: Route
    internal: bool
    explicit: bool
    """Whether it says where to listen."""
    addresses: tuple[Address, ...]


class ClusterUse(NamedTuple):
    """A reference to a cluster that this CEC does not define and another one could."""

    name: str
    route: Route
    gate: Gate


class EndpointsUse(NamedTuple):
    """Endpoints a cluster asks for that this CEC does not define."""

    name: str
    route: Route
    given: bool
    """Whether a `service_name` says so; else it is the name of the cluster."""


class SecretUse(NamedTuple):
    """A secret a TLS context asks for that this CEC does not define."""

    name: str
    route: Route
    slot: Slot


Referred = Literal["clusters", "endpoints", "secrets", "internal_listeners"]


class Reference(NamedTuple):
    """A name that a resource asks for, whoever defines it."""

    kind: Referred
    name: str
    route: Route


class Facts(NamedTuple):
    """What other manifests have to do with in a CEC or CCEC. All names are as Envoy gets them."""

    file: str
    document: int
    route: Route
    object: ObjectRef
    namespace: str
    """What names begin with: empty for a CCEC, `default` where a CEC has none."""
    placed: bool
    """Whether its namespace is known: it is a CCEC, or has one."""
    node_selector: str
    """As JSON; empty where it is for all nodes."""
    generated: bool
    """Whether an Ingress or a Gateway owns it."""
    services: tuple[ServiceRef, ...]
    backend_services: tuple[ServiceRef, ...]
    listeners: tuple[ListenerFacts, ...]
    routes: tuple[NamedResource, ...]
    clusters: tuple[NamedResource, ...]
    endpoints: tuple[NamedResource, ...]
    secrets: tuple[NamedResource, ...]
    cluster_uses: tuple[ClusterUse, ...]
    endpoints_uses: tuple[EndpointsUse, ...]
    secret_uses: tuple[SecretUse, ...]
    internal_uses: tuple[NamedResource, ...]
    """Internal listeners that endpoints lead to and this CEC does not define."""
    references: tuple[Reference, ...]
    """All names that its resources ask for, those it defines itself among them."""
    hosts: tuple[NamedResource, ...]
    """Addresses of endpoints."""
    untyped: bool
    """Whether it has resources of an unknown type, so that what it defines is not known."""
    keeps_sources: bool
    """Whether Envoy takes the addresses of the clients of its Services."""

    def own(self, ref: ServiceRef) -> str:
        """`NAMESPACE/NAME` of the Service an entry means, whatever the agent of a version makes of it."""
        return f"{ref.namespace or self.namespace or 'default'}/{ref.name}"


class VersionedFacts(NamedTuple):
    """The facts of a CEC, and the versions they hold for: what is a field in one may be none in another."""

    facts: Facts
    versions: tuple[str, ...]


def facts(config: EnvoyConfig) -> Facts:
    """The facts of a CEC."""
    manifest, envelope, defined = config.manifest, config.envelope, config.defined
    return Facts(
        file=manifest.document.source.path,
        document=manifest.document.index,
        route=manifest.route,
        object=manifest.ref,
        namespace=envelope.owner.namespace,
        placed=config.clusterwide or bool(manifest.namespace),
        node_selector=_selector(config.spec.get("nodeSelector")),
        generated=_is_generated(config.metadata.get("ownerReferences")),
        services=envelope.services,
        backend_services=envelope.backend_services,
        listeners=tuple(_listener(name, message, config) for name, message in defined.listeners.items()),
        routes=_named(defined.routes, "name"),
        clusters=_named(defined.clusters, "name"),
        endpoints=_named(defined.endpoints, "cluster_name"),
        secrets=_named(defined.secrets, "name"),
        cluster_uses=tuple(_cluster_uses(config)),
        endpoints_uses=tuple(_endpoints_uses(config)),
        secret_uses=tuple(_secret_uses(config)),
        internal_uses=tuple(_internal_uses(config)),
        references=tuple(_references(config)),
        hosts=tuple(_hosts(config)),
        untyped=bool(defined.untyped),
        keeps_sources=envelope.keeps_sources,
    )


def _selector(value: Any) -> str:
    return json.dumps(value, sort_keys=True) if value else ""


def _is_generated(owners: Any) -> bool:
    kinds = [each.get("kind") for each in owners if isinstance(each, dict)] if isinstance(owners, list) else []
    return "Ingress" in kinds or "Gateway" in kinds


def _named(defined: Names, field: str) -> tuple[NamedResource, ...]:
    return tuple(NamedResource(name, message.route_of(field), _content(message)) for name, message in defined.items())


def _content(message: Message) -> int:
    return zlib.crc32(json.dumps(message.value, sort_keys=True).encode())


def _listener(name: str, listener: Message, config: EnvoyConfig) -> ListenerFacts:
    places = [listener.child("address")]
    places += [each.child("address") for each in listener.children("additional_addresses")]
    sockets = (place.child("socket_address") for place in places if place is not None)
    # One that the agent drops takes no port.
    taken = (_address(socket) for socket in sockets if socket is not None and config.decodes(listener))
    addresses = tuple(filter(None, taken))
    internal = listener.child("internal_listener") is not None
    explicit = listener.child("address") is not None
    return ListenerFacts(name, listener.route_of("name"), internal, explicit, addresses)


def _address(socket: Message) -> Address | None:
    address, port = socket.fields.get("address"), socket.fields.get("port_value")
    if not isinstance(address, str) or not isinstance(port, int):
        return None
    return Address(address, port, str(socket.fields.get("protocol", "TCP")), socket.route_of("port_value"))


def _cluster_uses(config: EnvoyConfig) -> Iterator[ClusterUse]:
    own = f"{config.envelope.owner.namespace}/{config.envelope.owner.name}/"
    known = config.defined.clusters.keys() | config.defined.untyped | BOOTSTRAP
    for each in every(config):
        if "/" in each.name and each.name not in known and not each.name.startswith(own):
            yield ClusterUse(each.name, each.route, each.gate)


def _endpoints_uses(config: EnvoyConfig) -> Iterator[EndpointsUse]:
    for cluster in config.defined.clusters.values():
        found = endpoints_name(cluster, config)
        if found is not None and "/" in found.name and found.name not in config.defined.endpoints:
            yield EndpointsUse(*found)


def _secret_uses(config: EnvoyConfig) -> Iterator[SecretUse]:
    for found in secret_names(config):
        if found.name not in config.defined.secrets and "/" in found.written:
            yield SecretUse(found.name, found.route, found.slot)


def _references(config: EnvoyConfig) -> Iterator[Reference]:
    for each in every(config):
        yield Reference("clusters", each.name, each.route)
    for cluster in config.defined.clusters.values():
        found = endpoints_name(cluster, config)
        if found is not None:
            yield Reference("endpoints", found.name, found.route)
    for secret in secret_names(config):
        yield Reference("secrets", secret.name, secret.route)
    for address in config.of(INTERNAL_ADDRESS):
        name = address.fields.get("server_listener_name")
        if isinstance(name, str):
            yield Reference("internal_listeners", name, address.route_of("server_listener_name"))


def _internal_uses(config: EnvoyConfig) -> Iterator[NamedResource]:
    owner = config.envelope.owner
    for address in config.of(INTERNAL_ADDRESS):
        name = address.fields.get("server_listener_name")
        if isinstance(name, str) and "/" in name and not owner.owns(name):
            yield NamedResource(name, address.route_of("server_listener_name"))


def _hosts(config: EnvoyConfig) -> Iterator[NamedResource]:
    for socket in config.of(SOCKET_ADDRESS):
        address = socket.fields.get("address")
        if isinstance(address, str) and address and socket.above(ENDPOINTS) and not socket.above(LISTENER):
            yield NamedResource(address, socket.route_of("address"))
