"""Assemblies → Envoy resources, and which of them each piece went into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..places import Route
from .assembly import Assembly, assemble, overlaid
from .kinds import outlier_detection
from .kinds.matches import precedence
from .pieces import DEFAULT_ROUTE, HOST, LISTENER, MANAGER, ROUTES, TCP_PROXY, Spot, Upstream, cluster
from .pieces import route as route_spot
from .values import TYPE, extension

Table = dict[str, Any]
_HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
_TCP = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"
_ROUTER = extension("envoy.filters.http.router", "envoy.extensions.filters.http.router.v3.Router")
CONNECT_TIMEOUT = "5s"


class BuiltPart(NamedTuple):
    """A listener of a CEC in the making."""

    assembly: Assembly
    suffix: str
    """What follows the names of its resources: empty, or `-80`."""
    stat_prefix: str
    tcp: bool
    upstreams: tuple[Upstream, ...] = ()

    @property
    def listener(self) -> str:
        """The name of its listener."""
        return f"listener{self.suffix}"


class Resources(NamedTuple):
    """What comes out, and where each spot of each part is."""

    values: list[Table]
    spots: list[tuple[Assembly, Spot, Route]]


def resources(parts: Sequence[BuiltPart]) -> Resources:
    """The resources: listeners, routes, then clusters."""
    found = Resources([], [])
    for part in parts:
        _listener(part, found)
    for part in parts:
        if not part.tcp:
            _routes(part, found)
    _clusters(parts, found)
    return found


def _add(found: Resources, type_: str, value: Table) -> Route:
    found.values.append({"@type": TYPE + type_, **value})
    return ("spec", "resources", len(found.values) - 1)


def _listener(part: BuiltPart, found: Resources) -> None:
    assembly = part.assembly
    proxy = _tcp_proxy(part) if part.tcp else _manager(part)
    made = assembly.settled(LISTENER, {"name": part.listener}) | {"filter_chains": [{"filters": [proxy]}]}
    at = _add(found, "envoy.config.listener.v3.Listener", assembly.patched(LISTENER, made))
    proxy_at = (*at, "filter_chains", 0, "filters", 0, "typed_config")
    found.spots.append((assembly, LISTENER, at))
    found.spots.append((assembly, TCP_PROXY if part.tcp else MANAGER, proxy_at))
    for index, spot in enumerate(assembly.spots("httpFilter")):
        found.spots.append((assembly, spot, (*proxy_at, "http_filters", index)))


def _tcp_proxy(part: BuiltPart) -> Table:
    made = part.assembly.settled(TCP_PROXY, {"stat_prefix": part.stat_prefix})
    return extension("envoy.filters.network.tcp_proxy", _TCP, **part.assembly.patched(TCP_PROXY, made))


def _manager(part: BuiltPart) -> Table:
    assembly = part.assembly
    base = {
        "stat_prefix": part.stat_prefix,
        "rds": {"route_config_name": f"routes{part.suffix}"},
        "use_remote_address": True,
        "skip_xff_append": True,
    }
    filters = [assembly.patched(spot, assembly.settled(spot)) for spot in assembly.spots("httpFilter")]
    made = assembly.settled(MANAGER, base) | {"http_filters": [*filters, _ROUTER]}
    return extension("envoy.filters.network.http_connection_manager", _HCM, **assembly.patched(MANAGER, made))


def _routes(part: BuiltPart, found: Resources) -> None:
    assembly = part.assembly
    matched = [(_route(assembly, spot), spot) for spot in assembly.spots("match")]
    ordered = sorted(matched, key=lambda each: (precedence(each[0]["match"]), each[1][1] == DEFAULT_ROUTE, each[1]))
    host = assembly.settled(HOST, {"name": "all", "domains": ["*"]})
    host["routes"] = [assembly.patched(route_spot(spot[1]), value) for value, spot in ordered]
    made = assembly.settled(ROUTES, {"name": f"routes{part.suffix}"})
    made["virtual_hosts"] = [assembly.patched(HOST, host)]
    at = _add(found, "envoy.config.route.v3.RouteConfiguration", assembly.patched(ROUTES, made))
    host_at = (*at, "virtual_hosts", 0)
    found.spots.extend([(assembly, ROUTES, at), (assembly, HOST, host_at)])
    for index, (_, spot) in enumerate(ordered):
        route_at = (*host_at, "routes", index)
        found.spots.extend([(assembly, spot, route_at), (assembly, route_spot(spot[1]), route_at)])


def _route(assembly: Assembly, spot: Spot) -> Table:
    name = spot[1]
    return overlaid({"name": name} | assembly.settled(spot), assembly.settled(route_spot(name)))


def _clusters(parts: Sequence[BuiltPart], found: Resources) -> None:
    every = assemble((part.assembly for part in parts), "cluster")
    every.complaints = parts[0].assembly.complaints
    bases = {upstream.name: _cluster(upstream) for part in parts for upstream in part.upstreams}
    names = sorted({*bases, *(spot[1] for spot in every.spots("cluster"))})
    for name in names:
        spot = cluster(name)
        made = every.patched(spot, outlier_detection.complete(every.settled(spot, bases.get(name, {"name": name}))))
        found.spots.append((every, spot, _add(found, "envoy.config.cluster.v3.Cluster", made)))


def _cluster(upstream: Upstream) -> Table:
    return {
        "name": upstream.name,
        "type": "EDS",
        "eds_cluster_config": {"service_name": str(upstream.service)},
        "connect_timeout": CONNECT_TIMEOUT,
        "lb_policy": "ROUND_ROBIN",
    }
