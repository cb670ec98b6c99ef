"""Filter chains: what the agent does to the first connection manager or TCP proxy of each, and puts before it.

Source: the loop over FilterChains in ParseResources, injectCiliumL7Filter and qualifyHttpFilters of the agent's
parser. It goes by the exact `@type` of network filters and by the names of HTTP filters, and stops at the first.
"""

from __future__ import annotations

from ..places import Route
from . import config_source, routes
from .draft import PREFIX, Draft, Table, type_name, type_url

HCM = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
TCP_PROXY = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy"
NETWORK_FILTER = "cilium.network"
L7_FILTER = "cilium.l7policy"
ROUTER = "envoy.filters.http.router"
ACCESS_LOG = "/var/run/cilium/envoy/sockets/access_log.sock"
_HEALTH_CHECK = "envoy.extensions.filters.http.health_check.v3.HealthCheck"
_EXT_AUTHZ = "envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"
_PROXIES = (PREFIX + HCM, PREFIX + TCP_PROXY)


def l7_filter() -> Table:
    """The HTTP filter that enforces Cilium's policies."""
    return {"name": L7_FILTER, "typed_config": {"@type": f"{PREFIX}cilium.L7Policy", "access_log_path": ACCESS_LOG}}


def complete_chain(draft: Draft, chain: Table, route: Route, inject: bool) -> bool:
    """Complete a filter chain at `route`, with Cilium's filters where `inject`; whether it speaks HTTP."""
    filters = chain.get("filters", [])
    index = next((index for index, each in enumerate(filters) if type_url(each) in _PROXIES), None)
    if index is None:
        return False
    proxy = filters[index]
    if inject and not any(each.get("name") == NETWORK_FILTER for each in filters[: index + 1]):
        filters.insert(index, {"name": NETWORK_FILTER, "typed_config": {"@type": f"{PREFIX}cilium.NetworkFilter"}})
        draft.added((*route, "filters", index), "Cilium's policy for connections")
        index += 1
    config, at = proxy["typed_config"], (*route, "filters", index, "typed_config")
    if type_name(proxy) == TCP_PROXY:
        _tcp_proxy(draft, config, at)
        return False
    _connection_manager(draft, config, at, inject)
    return True


def _tcp_proxy(draft: Draft, config: Table, route: Route) -> None:
    draft.qualify(config, "cluster", route)
    for index, cluster in enumerate(config.get("weighted_clusters", {}).get("clusters", ())):
        draft.qualify(cluster, "name", (*route, "weighted_clusters", "clusters", index))


def _connection_manager(draft: Draft, config: Table, route: Route, inject: bool) -> None:
    changed = False
    if "rds" in config:
        rds, at = config["rds"], (*route, "rds")
        changed |= draft.qualify(rds, "route_config_name", at, force=True)
        source = config_source.of_agent(draft.envelope.features)
        changed |= draft.complete(rds, "config_source", at, source, config_source.REASON)
    if "route_config" in config:
        changed |= routes.qualify(draft, config["route_config"], (*route, "route_config"))
    if inject:
        _inject_l7_filter(draft, config, route)
    _qualify_http_filters(draft, config.get("http_filters", []), (*route, "http_filters"))


def _inject_l7_filter(draft: Draft, config: Table, route: Route) -> None:
    filters = config.get("http_filters", [])
    for index, each in enumerate(filters):
        if each.get("name") == L7_FILTER:
            return
        if each.get("name") == ROUTER:
            filters.insert(index, l7_filter())
            draft.added((*route, "http_filters", index), "Cilium's policy for HTTP")
            return


def _qualify_http_filters(draft: Draft, filters: list[Table], route: Route) -> None:
    features = draft.envelope.features
    changed = False
    for index, each in enumerate(filters):
        at = (*route, index, "typed_config")
        type_ = type_name(each)
        if type_ == _HEALTH_CHECK and features.health_check_clusters:
            changed |= _health_check(draft, each["typed_config"], at)
            # Once one filter has changed, the agent packs every health check after it again.
            if changed:
                draft.reencode(each["typed_config"], at)
        elif type_ == _EXT_AUTHZ and features.ext_authz_clusters and _ext_authz(draft, each["typed_config"], at):
            changed = True
            draft.reencode(each["typed_config"], at)


def _health_check(draft: Draft, config: Table, route: Route) -> bool:
    field = "cluster_min_healthy_percentages"
    written = config.get(field, {})
    names = {name: draft.envelope.owner.qualified(name) for name in written}
    if all(name == qualified for name, qualified in names.items()):
        return False
    config[field] = {names[name]: percent for name, percent in written.items()}
    for name, qualified in names.items():
        if name != qualified:
            draft.changed((*route, field, qualified), "qualified with the namespace and name of the config")
    return True


def _ext_authz(draft: Draft, config: Table, route: Route) -> bool:
    grpc = config.get("grpc_service", {}).get("envoy_grpc", {})
    if grpc:
        return draft.qualify(grpc, "cluster_name", (*route, "grpc_service", "envoy_grpc"))
    uri = config.get("http_service", {}).get("server_uri", {})
    return draft.qualify(uri, "cluster", (*route, "http_service", "server_uri"))
