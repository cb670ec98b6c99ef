"""What kinds make of policies: pieces of Envoy configuration, each for a spot of a CEC.

A spot is a part of the CEC that pieces are merged into: the listener, a route, a cluster. A piece says which fields of
the policy it is made of, so that whatever comes out can be traced back to a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..places import Route
from ..versions import Version

Spot = tuple[str, ...]

LISTENER: Spot = ("listener",)
MANAGER: Spot = ("httpConnectionManager",)
TCP_PROXY: Spot = ("tcpProxy",)
ROUTES: Spot = ("routeConfiguration",)
HOST: Spot = ("virtualHost",)
DEFAULT_ROUTE = "default"
"""The name of the route that takes what no other route matches."""


def route(name: str) -> Spot:
    """All Envoy routes of a route of a TrafficPolicy."""
    return ("route", name)


def match(name: str, number: int) -> Spot:
    """One of them: Envoy has a route for each of its `matches`."""
    return ("match", name, f"{number:04}")


def cluster(name: str) -> Spot:
    """A cluster, by its name in the CEC."""
    return ("cluster", name)


def http_filter(order: int, name: str) -> Spot:
    """An HTTP filter; those with lower numbers see a request first."""
    return ("httpFilter", f"{order:02}", name)


class Piece(NamedTuple):
    """A part of what is at a spot. Objects are merged, lists are joined."""

    spot: Spot
    value: dict[str, Any]
    of: tuple[Route, ...] = ()
    """The fields of the policy's spec that it is made of."""
    needs: tuple[str, ...] = ()
    """Messages of extensions that it needs and that no `@type` in it names; and fields that not every Cilium has, as
    `package.Message.field`."""


class Patch(NamedTuple):
    """A JSON merge patch (RFC 7386) for what is at a spot, once all else is done."""

    spot: Spot
    value: dict[str, Any]
    of: tuple[Route, ...]


class Trouble(NamedTuple):
    """What is wrong with a policy beyond its shape."""

    route: Route
    """Within the policy's spec."""
    message: str


class ServicePiece(NamedTuple):
    """A Service of Kubernetes, or one port of it."""

    namespace: str
    name: str
    port: int | None = None

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" + (f":{self.port}" if self.port else "")


class Use(NamedTuple):
    """That a policy sends requests to a Service, which then needs a cluster."""

    service: ServicePiece
    of: tuple[Route, ...] = ()
    route: str = ""
    """The route of the TrafficPolicy that does; empty where it is no route."""


Made = Piece | Patch | Trouble | Use
Making = Iterator[Made]


class PolicySource(NamedTuple):
    """All policies of one kind for one Service, merged."""

    kind: str
    spec: dict[str, Any]
    routes: tuple[str, ...] = ()
    """The routes it is limited to; none: all."""
    variant: str = ""
    """What distinguishes it from other policies of the same kind: the action of an AuthorizationPolicy."""


class Attachment(NamedTuple):
    """The Service that policies attach to, as far as kinds need to know it."""

    service: ServicePiece
    version: Version
    routes: dict[str, str]
    """The routes of its TrafficPolicy and what each does: `forward`, `redirect` or `directResponse`."""
    tcp: bool = False

    @property
    def config(self) -> str:
        """The name of the CEC: that of the Service."""
        return self.service.name

    def service_of(self, ref: dict[str, Any]) -> ServicePiece:
        """The Service that a backendRef means."""
        return ServicePiece(ref.get("namespace", self.service.namespace), ref["name"], ref.get("port"))

    def local_name(self, service: ServicePiece) -> str:
        """The name of its cluster in the CEC: `echo`, `echo.other` of another namespace, `echo:8080` for a port."""
        name = service.name
        if service.namespace != self.service.namespace:
            name += f".{service.namespace}"
        return f"{name}:{service.port}" if service.port else name

    def full_name(self, cluster_: str) -> str:
        """A cluster's name as Envoy gets it: the agent completes it on routes, and not in most filters."""
        return f"{self.service.namespace}/{self.config}/{cluster_}"


class Upstream(NamedTuple):
    """A cluster of a CEC that stands for a Service."""

    service: ServicePiece
    name: str
    routes: tuple[str, ...]
    """The routes that use it."""
    version: Version
