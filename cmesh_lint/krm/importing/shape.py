"""A CEC → its Shape: what it does, without the names that only hold its resources together.

Two CECs of one shape do the same. What a shape cannot hold is reported by its route.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ...places import Route, spell
from ..kinds.listeners import ADMIN
from ..pieces import ServicePiece

Table = dict[str, Any]
_HCM = "HttpConnectionManager"
_ROUTER = "envoy.extensions.filters.http.router.v3.Router"
_TIES = {"name", "stat_prefix"}
"""Fields that name things for this CEC alone, or for statistics."""


class ShapeError(Exception):
    """What no policy can say. Its text names the field."""

    def __init__(self, route: Route, reason: str) -> None:
        super().__init__(f"{spell(route)}: {reason}")


class Shape(NamedTuple):
    """What a CEC does. References to clusters are Services, `NAMESPACE/NAME[:PORT]`, or clusters of the bootstrap."""

    services: tuple[ServicePiece, ...]
    """Those that are redirected."""
    spots: dict[tuple[str, ...], Table]
    """What is at `("listener",)`, `("httpConnectionManager",)`, `("routeConfiguration",)`, `("virtualHost",)`,
    `("cluster", SERVICE)`, `("httpFilter", NAME)` and `("route", NUMBER)`."""

    def several(self, kind: str) -> dict[str, Table]:
        """What is at the spots of a kind, in order."""
        return {spot[1]: value for spot, value in self.spots.items() if spot[0] == kind}


def shape(config: Table) -> Shape:
    """The shape of a CEC or CCEC. Raises ShapeError where it does what no policy can say."""
    metadata, spec = config.get("metadata") or {}, _snake(config.get("spec") or {})
    namespace = str(metadata.get("namespace") or "default")
    resources = [(index, each) for index, each in enumerate(spec.get("resources") or ()) if isinstance(each, dict)]
    by_type: dict[str, list[tuple[Route, Table]]] = {}
    for index, each in resources:
        kind = str(each.get("@type", "")).rpartition(".")[2]
        route = ("spec", "resources", index)
        if kind not in {"Listener", "RouteConfiguration", "Cluster"}:
            raise ShapeError(route, f"no policy generates a separate `{kind}`")
        by_type.setdefault(kind, []).append((route, each))
    names = {str(each.get("name")): _service(each, route, namespace) for route, each in by_type.get("Cluster", ())}
    spots = _listener(by_type, names)
    for _, each in by_type.get("Cluster", ()):
        own = {key: value for key, value in each.items() if key not in {"@type", "eds_cluster_config", *_TIES}}
        spots["cluster", names[str(each.get("name"))]] = _with_limits(_settled(own, names))
    return Shape(tuple(_redirected(spec, namespace)), spots)


def _redirected(spec: Table, namespace: str) -> list[ServicePiece]:
    found = []
    for index, each in enumerate(spec.get("services") or ()):
        ports = each.get("ports") or [None]
        for port in ports:
            if not (port is None or isinstance(port, int)):
                raise ShapeError(("spec", "services", index, "ports"), "expected port numbers")
            found.append(ServicePiece(str(each.get("namespace") or namespace), str(each.get("name")), port))
    return found


def _service(cluster: Table, route: Route, namespace: str) -> str:
    """Whose endpoints a cluster has."""
    if cluster.get("type") != "EDS":
        raise ShapeError(
            (*route, "type"),
            f"`{cluster.get('type')}`; policies only support clusters that are Services, of type `EDS`",
        )
    name = str((cluster.get("eds_cluster_config") or {}).get("service_name") or cluster.get("name"))
    return name if "/" in name else f"{namespace}/{name}"


def _one(several: list[Any] | None, route: Route, what: str) -> Any:
    if not isinstance(several, list) or len(several) != 1:
        raise ShapeError(route, f"there are {len(several or ())} {what}; policies support exactly one")
    return several[0]


def _listener(by_type: dict[str, list[tuple[Route, Table]]], names: dict[str, str]) -> dict[tuple[str, ...], Table]:
    at, listener = _one(by_type.get("Listener"), ("spec", "resources"), "listeners")
    chain = _one(listener.get("filter_chains"), (*at, "filter_chains"), "filter chains")
    chain_at = (*at, "filter_chains", 0)
    network = _one(chain.get("filters"), (*chain_at, "filters"), "network filters")
    if set(chain) != {"filters"}:
        raise ShapeError(
            (*chain_at, sorted(set(chain) - {"filters"})[0]), "no policy covers this field of a filter chain"
        )
    manager = network.get("typed_config") or {}
    manager_at = (*chain_at, "filters", 0, "typed_config")
    if not str(manager.get("@type", "")).endswith(_HCM):
        raise ShapeError(manager_at, "only HTTP is imported")
    table_at, table = _table(by_type, manager, manager_at)
    host = _one(table.get("virtual_hosts"), (*table_at, "virtual_hosts"), "virtual hosts")
    host_at = (*table_at, "virtual_hosts", 0)
    if host.get("domains") != ["*"]:
        raise ShapeError((*host_at, "domains"), "policies apply to all hosts of a Service: expected `*`")
    spots: dict[tuple[str, ...], Table] = {
        ("listener",): _rest(listener, {"@type", "filter_chains"}, names),
        ("httpConnectionManager",): _rest(manager, {"@type", "rds", "route_config", "http_filters"}, names),
        ("routeConfiguration",): _rest(table, {"@type", "virtual_hosts"}, names),
        ("virtualHost",): _rest(host, {"domains", "routes"}, names),
    }
    for each in manager.get("http_filters") or ():
        if not str((each.get("typed_config") or {}).get("@type", "")).endswith(_ROUTER):
            spots["httpFilter", str(each.get("name"))] = _settled({k: v for k, v in each.items() if k != "name"}, names)
    for number, each in enumerate(host.get("routes") or ()):
        spots["route", f"{number:04}"] = _route(each, names)
    return spots


def _table(by_type: dict[str, list[tuple[Route, Table]]], manager: Table, at: Route) -> tuple[Route, Table]:
    if isinstance(manager.get("route_config"), dict):
        return (*at, "route_config"), manager["route_config"]
    found: tuple[Route, Table] = _one(by_type.get("RouteConfiguration"), ("spec", "resources"), "route configurations")
    return found


def _rest(value: Table, without: set[str], names: dict[str, str]) -> Table:
    made: Table = _settled({key: each for key, each in value.items() if key not in {*without, *_TIES}}, names)
    return made


def _route(route: Table, names: dict[str, str]) -> Table:
    """A route; a split in one part is no split."""
    made: Table = _settled({key: each for key, each in route.items() if key != "name"}, names)
    action = made.get("route")
    if isinstance(action, dict):
        split = (action.get("weighted_clusters") or {}).get("clusters")
        if isinstance(split, list) and len(split) == 1 and set(split[0]) <= {"name", "weight"}:
            del action["weighted_clusters"]
            action["cluster"] = split[0]["name"]
    return made


LIMITS = {"max_connections": 1024, "max_pending_requests": 1024, "max_requests": 1024, "max_retries": 3}
"""What Envoy takes for a threshold where another one is given. Source: circuit_breaker.proto."""


def _with_limits(cluster: Table) -> Table:
    """A cluster with all thresholds of a priority that has some."""
    given = (cluster.get("circuit_breakers") or {}).get("thresholds")
    if not given:
        return cluster
    whole: list[Table] = [{"priority": "DEFAULT", **LIMITS, **each} for each in given]
    return {**cluster, "circuit_breakers": {**cluster["circuit_breakers"], "thresholds": whole}}


def _settled(value: Any, names: dict[str, str], key: str = "") -> Any:
    """A value with clusters by their Services, and without what says nothing."""
    if isinstance(value, dict):
        if key == "clusters" or set(value) == {"name", "weight"}:
            value = {**value, "name": names.get(str(value.get("name")), value.get("name"))}
        return {field: _settled(each, names, field) for field, each in value.items() if not _says_nothing(field, each)}
    if isinstance(value, list):
        return [_settled(each, names, key) for each in value]
    if key == "cluster" and isinstance(value, str):
        # The agent takes the name without the slash for a cluster of the CEC, which there is not.
        return ADMIN if value == ADMIN[1:] and value not in names else names.get(value, value)
    return value


def localise(value: Any, namespace: str) -> Any:
    """A value with clusters as a CEC of that namespace calls them."""
    if isinstance(value, dict):
        return {field: _local(field, localise(each, namespace), namespace) for field, each in value.items()}
    return [localise(each, namespace) for each in value] if isinstance(value, list) else value


def _local(field: str, value: Any, namespace: str) -> Any:
    if field == "cluster" and isinstance(value, str):
        return local_name(value, namespace)
    if field == "clusters" and isinstance(value, list):
        return [{**each, "name": local_name(str(each.get("name")), namespace)} for each in value]
    return value


def local_name(name: str, namespace: str) -> str:
    """What a CEC of a namespace calls the cluster of a Service `NAMESPACE/NAME[:PORT]`."""
    where, slash, rest = name.partition("/")
    if not (where and slash):
        return name
    service, colon, port = rest.partition(":")
    return f"{service}{'' if where == namespace else f'.{where}'}{colon}{port}"


def _says_nothing(field: str, value: Any) -> bool:
    """Defaults that people write out; the one engine for regular expressions that there is."""
    return (field, value) in (
        ("google_re2", {}),
        ("codec_type", "AUTO"),
        ("local_rate_limit_per_downstream_connection", False),
    )


def _snake(value: Any) -> Any:
    """A value with its fields in the spelling of .proto files."""
    if isinstance(value, dict):
        return {_word(key): _snake(each) for key, each in value.items()}
    return [_snake(each) for each in value] if isinstance(value, list) else value


def _word(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda found: f"_{found[0].lower()}", key) if key.isalnum() else key
