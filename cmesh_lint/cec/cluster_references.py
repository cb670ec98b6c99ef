"""Who refers to which cluster: every field of an Envoy resource that holds a cluster's name, and what the agent
makes of it.

The agent puts `NAMESPACE/CEC/` before the names in routes and TCP proxies, and in few filters; elsewhere a name reaches
Envoy as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Gate
from ..places import Route
from ..protobuf.walk import TYPE, Message
from ..tuples import NamedTuple
from .envoy_config import HCM, LISTENER, ROUTES, TCP_PROXY, EnvoyConfig, write_name

ROUTE_ACTION = "envoy.config.route.v3.RouteAction"
MIRROR = f"{ROUTE_ACTION}.RequestMirrorPolicy"
WEIGHTED = "envoy.config.route.v3.WeightedCluster.ClusterWeight"
TCP_WEIGHTED = f"{TCP_PROXY}.WeightedCluster.ClusterWeight"
ENVOY_GRPC = "envoy.config.core.v3.GrpcService.EnvoyGrpc"
HTTP_URI = "envoy.config.core.v3.HttpUri"
HEALTH_CHECK = "envoy.extensions.filters.http.health_check.v3.HealthCheck"
EXT_AUTHZ = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"
OAUTH2 = "envoy.extensions.filters.http.oauth2.v3.OAuth2Config"
AGGREGATE = "envoy.extensions.clusters.aggregate.v3.ClusterConfig"
COLLECTORS = ("envoy.config.trace.v3.DatadogConfig", "envoy.config.trace.v3.ZipkinConfig")
FLUENTD = "envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig"
CHECKED = (*COLLECTORS, FLUENTD)
"""Messages whose cluster must be there."""

_FIELDS = {
    ROUTE_ACTION: "cluster",
    MIRROR: "cluster",
    WEIGHTED: "name",
    TCP_PROXY: "cluster",
    TCP_WEIGHTED: "name",
    ENVOY_GRPC: "cluster_name",
    HTTP_URI: "cluster",
    **dict.fromkeys(COLLECTORS, "collector_cluster"),
    FLUENTD: "cluster",
}
REFERRING = (*_FIELDS, HEALTH_CHECK, AGGREGATE)
"""The messages that refer to clusters."""

BOOTSTRAP = frozenset(
    {
        "xds-grpc-cilium",
        "ingress-cluster",
        "ingress-cluster-tls",
        "egress-cluster",
        "egress-cluster-tls",
        "/envoy-admin",
        "/cilium-locality-cluster",
    }
)
"""Clusters that Cilium's Envoy has from the start (bootstrap-config.yaml of the Helm chart)."""

_TAKEN = (f"type.googleapis.com/{HCM}", f"type.googleapis.com/{TCP_PROXY}")
_FILTER_CHAIN = "envoy.config.listener.v3.FilterChain"
_ROUTE = "envoy.config.route.v3.Route"
_VIRTUAL_HOST = "envoy.config.route.v3.VirtualHost"


class ClusterReference(NamedTuple):
    """A cluster's name in a resource."""

    written: str
    route: Route
    name: str
    """As Envoy gets it."""
    qualified: bool
    """Whether the agent qualifies names that are there."""
    gate: Gate
    """What becomes of a name that nothing defines."""


def references(message: Message, config: EnvoyConfig) -> list[ClusterReference]:
    """The clusters a message refers to itself; empty names and names taken from a header are none."""
    return config.once((__name__, message.route, message.type), lambda: list(_references(message, config)))


def _references(message: Message, config: EnvoyConfig) -> Iterator[ClusterReference]:
    if message.type == HEALTH_CHECK:
        names = message.get("cluster_min_healthy_percentages")
        places = [((*message.route_of("cluster_min_healthy_percentages"), name), name) for name in _texts(names)]
    elif message.type == AGGREGATE:
        places = [
            ((*message.route_of("clusters"), index), name) for index, name in enumerate(_texts(message.get("clusters")))
        ]
    else:
        field = _FIELDS[message.type]
        places = [(message.route_of(field), write_name(message, field))]
    qualified = _is_qualified(message, config)
    gate = _gate(message, config)
    for route, text in places:
        if text:
            name = config.envelope.owner.qualified(text) if qualified else text
            yield ClusterReference(text, route, name, qualified, gate)


def every(config: EnvoyConfig) -> Iterator[ClusterReference]:
    """All references of a CEC."""
    for type_ in REFERRING:
        for message in config.of(type_):
            yield from references(message, config)


def is_processed(config: Message) -> bool:
    """Whether the agent rewrites a connection manager or TCP proxy: it takes the first one of each chain in
    `filter_chains`, knows it by its exact `@type`, and takes nothing of `default_filter_chain`.
    """
    filter_ = config.parent.parent if config.parent else None
    chain = filter_.parent if filter_ else None
    if chain is None or chain.type != _FILTER_CHAIN or chain.field != "filter_chains" or not _is_top(chain.parent):
        return False
    configs = (each.child("typed_config") for each in chain.children("filters"))
    return next((each for each in configs if each is not None and _type_url(each) in _TAKEN), None) is config


def _type_url(config: Message) -> object:
    return config.parent.value.get(TYPE) if config.parent is not None else None


def routes_of(message: Message) -> Message | None:
    """The RouteConfiguration a route action or a part of it is in, below `virtual_hosts` and `routes`."""
    action = message if message.type == ROUTE_ACTION else message.above(ROUTE_ACTION)
    route = action.parent if action else None
    host = route.parent if route and route.type == _ROUTE and route.field == "routes" else None
    table = host.parent if host and host.type == _VIRTUAL_HOST and host.field == "virtual_hosts" else None
    return table if table and table.type == ROUTES else None


def _is_top(message: Message | None) -> bool:
    return message is not None and message.type == LISTENER and message.parent is message.top


def _is_qualified(message: Message, config: EnvoyConfig) -> bool:
    if message.type in (TCP_PROXY, TCP_WEIGHTED):
        proxy = message if message.type == TCP_PROXY else message.above(TCP_PROXY)
        return proxy is not None and is_processed(proxy)
    if message.type in (ROUTE_ACTION, WEIGHTED, MIRROR):
        table = routes_of(message)
        return table is not None and (table.parent is table.top or _is_inline(table))
    if message.type == HEALTH_CHECK:
        return config.envelope.features.health_check_clusters and _is_http_filter(message)
    filter_ = message.above(EXT_AUTHZ)
    if filter_ is None or not config.envelope.features.ext_authz_clusters or not _is_http_filter(filter_):
        return False
    return (message.field, message.parent.field if message.parent else "") in (
        ("envoy_grpc", "grpc_service"),
        ("server_uri", "http_service"),
    )


def _is_inline(table: Message) -> bool:
    return table.field == "route_config" and table.parent is not None and is_processed(table.parent)


def _is_http_filter(config: Message) -> bool:
    """Whether it is the configuration of an HTTP filter that the agent looks at."""
    filter_ = config.parent.parent if config.parent else None
    manager = filter_.parent if filter_ and filter_.field == "http_filters" else None
    return manager is not None and manager.type == HCM and is_processed(manager)


def _gate(message: Message, config: EnvoyConfig) -> Gate:
    """Envoy looks for the clusters of routes that lie in a listener, and of few filters, when it gets them; for that of
    OAuth2 up to 1.36 (1.37 does not).
    """
    since_1_20 = config.since("1.20")
    if message.type in CHECKED or (message.type == HTTP_URI and message.above(OAUTH2) is not None and not since_1_20):
        return "nacked"
    table = message.above(ROUTES)
    if table is None or message.type not in (ROUTE_ACTION, WEIGHTED, MIRROR):
        return "runtime"
    told = table.fields.get("validate_clusters")
    inline = table.field == "route_config"
    return "nacked" if told is True or (told is None and inline) else "runtime"


def _texts(names: object) -> list[str]:
    return [name for name in names if isinstance(name, str)] if isinstance(names, (dict, list)) else []
