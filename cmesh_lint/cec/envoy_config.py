"""A CEC or CCEC as one version of Cilium sees it: what the rules are handed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from ..agent.envelope import Envelope
from ..places import Route
from ..protobuf.schemas import Schemas
from ..protobuf.walk import Message, walk
from ..source import resources as envoy_resources
from ..source.manifests import Manifest
from ..tuples import NamedTuple
from ..versions import Version

T = TypeVar("T")
LISTENER = "envoy.config.listener.v3.Listener"
ROUTES = "envoy.config.route.v3.RouteConfiguration"
CLUSTER = "envoy.config.cluster.v3.Cluster"
ENDPOINTS = "envoy.config.endpoint.v3.ClusterLoadAssignment"
SECRET = "envoy.extensions.transport_sockets.tls.v3.Secret"
HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
TCP_PROXY = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"


class EnvoyConfig:
    """One CEC or CCEC with every message in it, for one version of Cilium. Nobody changes it."""

    def __init__(self, manifest: Manifest, version: Version, schemas: Schemas) -> None:
        self.manifest = manifest
        self.version = version
        self.schemas = schemas
        self.resources = tuple(envoy_resources.resources(manifest))
        self.messages: tuple[Message, ...] = tuple(
            message for resource in self.resources for message in walk(resource.route, resource.value, schemas)
        )
        """Every message, in the order of the document."""
        self.undecoded: frozenset[Route] = frozenset()
        """Routes of the resources that the agent does not decode; set before any rule is asked."""
        self._found: dict[object, Any] = {}
        self._by_type: dict[str, list[Message]] = defaultdict(list)
        for message in self.messages:
            self._by_type[message.type].append(message)

    def of(self, type_: str) -> list[Message]:
        """Every message of that full name, at any depth."""
        return self._by_type.get(type_, [])

    def within(self, type_: str, top: Message) -> list[Message]:
        """Every message of that full name in one resource; `top` is a message of it."""
        return self.once((__name__, "within", type_), lambda: _by_top(self.of(type_))).get(top.top.route, [])

    def tops(self, type_: str) -> list[Message]:
        """The resources of that type: messages at the top of `spec.resources`."""
        return self.once(
            (__name__, "tops", type_), lambda: [message for message in self.of(type_) if message.is_resource]
        )

    def once(self, about: object, find: Callable[[], T]) -> T:
        """What `find` gives, which several rules ask for: found once for the CEC and kept under `about`."""
        if about not in self._found:
            self._found[about] = find()
        found: T = self._found[about]
        return found

    def at(self, *steps: str | int) -> Route:
        """A route from the top of the manifest: `config.at("spec", "services", 0)`."""
        return (*self.manifest.route, *steps)

    def decodes(self, message: Message) -> bool:
        """Whether the agent decodes the resource that the message belongs to."""
        return message.top.route not in self.undecoded

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The `spec`; empty where it is no object."""
        spec = self.manifest.value.get("spec")
        return spec if isinstance(spec, dict) else {}

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The `metadata`; empty where it is no object."""
        metadata = self.manifest.value.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    @cached_property
    def envelope(self) -> Envelope:
        """What the agent reads of it beside the resources."""
        return Envelope.of(self.manifest, self.version)

    @cached_property
    def defined(self) -> Definitions:
        """Its resources by the names they have in Envoy."""
        return definitions(self)

    def written(self, names: Iterable[str]) -> Iterator[str]:
        """Names that resources have in Envoy, as people write them in this object."""
        prefix = self.envelope.owner.qualified("x").removesuffix("x")
        return (name.removeprefix(prefix) for name in names)

    @property
    def clusterwide(self) -> bool:
        """Whether it is a CCEC."""
        return self.manifest.kind == envoy_resources.CLUSTERWIDE

    @property
    def namespace(self) -> str:
        """The namespace that qualifies names: empty for a CCEC."""
        return "" if self.clusterwide else self.manifest.namespace

    def since(self, minor: str) -> bool:
        """Whether the version is of that minor or a later one: `config.since("1.18")`."""
        return self.version.age >= Version(minor, minor, 0).age

    def objects(self, *names: str) -> Iterable[tuple[int, dict[str, Any]]]:
        """Index and value of each object in a list of the spec: `config.objects("services")`."""
        items: Any = self.spec
        for name in names:
            items = items.get(name) if isinstance(items, dict) else None
        if isinstance(items, list):
            yield from ((index, item) for index, item in enumerate(items) if isinstance(item, dict))


def _by_top(messages: Iterable[Message]) -> dict[Route, list[Message]]:
    found: dict[Route, list[Message]] = defaultdict(list)
    for message in messages:
        found[message.top.route].append(message)
    return found


Names = dict[str, "Message"]


class Definitions(NamedTuple):
    """The resources of a CEC by name, also those that the agent drops: a reference to one is not to blame."""

    listeners: Names
    routes: Names
    clusters: Names
    endpoints: Names
    secrets: Names
    untyped: frozenset[str]
    """Names, as written, of resources whose type is unknown: any of the others could be meant."""


def definitions(config: EnvoyConfig) -> Definitions:
    """What a CEC defines."""
    from .envoy_config import CLUSTER, ENDPOINTS, LISTENER, ROUTES, SECRET

    owner = config.envelope.owner

    def named(type_: str, field: str, name: Callable[[str], str]) -> Names:
        tops = ((write_name(top, field), top) for top in config.tops(type_))
        return {name(text): top for text, top in tops if text}

    def forced(text: str) -> str:
        return owner.qualified(text, force=True)

    return Definitions(
        listeners=named(LISTENER, "name", forced),
        routes=named(ROUTES, "name", forced),
        clusters=named(CLUSTER, "name", owner.qualified),
        endpoints=named(ENDPOINTS, "cluster_name", owner.qualified),
        secrets=named(SECRET, "name", owner.qualified),
        untyped=_untyped(config),
    )


def write_name(message: Message, field: str) -> str:
    """The text of a field; empty where there is none."""
    text = message.get(field)
    return text if isinstance(text, str) else ""


def _untyped(config: EnvoyConfig) -> frozenset[str]:
    typed = {message.top.route for message in config.messages if message.is_resource}
    names = (each.value.get("name") for each in config.resources if each.route not in typed)
    return frozenset(name for name in names if isinstance(name, str))
