"""Deliveries → a static configuration of Envoy for `--mode validate`.

Envoy is alone here: what Cilium's bootstrap and other objects would define gets stand-ins, Cilium's own
extensions, which the stock Envoy lacks, are left out, and the routes and secrets that the agent would serve are put
where they are asked for. Routes that nothing refers to get a listener that does. Whatever else comes from the agent
stays a subscription, which is not started.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from .delivery import Delivery

Json = Any
PREFIX = "type.googleapis.com/"
AGENT_CLUSTER = "xds-grpc-cilium"
"""Where Cilium's Envoy gets its configuration from, by the name in Cilium's bootstrap."""
BOOTSTRAP_CLUSTERS = (
    "ingress-cluster",
    "ingress-cluster-tls",
    "egress-cluster",
    "egress-cluster-tls",
    "/envoy-admin",
)
"""The other clusters of Cilium's bootstrap (`cilium-envoy/configmap/bootstrap-config.yaml` of its chart)."""
FIRST_PORT = 1024
"""Listeners whose port the agent has chosen get other ones, from here on, so that many have room."""


def bootstrap(deliveries: Iterable[Delivery]) -> Json:
    """A bootstrap with everything in the deliveries, of which no two may claim the same (see `delivery.claims`)."""
    deliveries = list(deliveries)
    ports = iter(range(FIRST_PORT, 2**16))
    listeners: list[Json] = []
    clusters: list[Json] = []
    secrets: list[Json] = []
    wanted: set[str] = set(BOOTSTRAP_CLUSTERS)
    for delivery in deliveries:
        own = list(_listeners(delivery, ports))
        wanted.update(name for name in cluster_references(own) if not delivery.owns(name))
        listeners += own
        clusters += _clusters(delivery)
        # An empty one is never served.
        secrets += [_as_static(secret, _served(delivery)) for secret in delivery.of("secrets") if _held(secret)]
    missing = wanted - {cluster.get("name") for cluster in clusters} - {AGENT_CLUSTER}
    return {
        "node": {"id": "node", "cluster": "ingress-cluster"},
        "bootstrap_extensions": [_INTERNAL_LISTENERS],
        "static_resources": {
            "listeners": listeners,
            "clusters": [_AGENT, *clusters, *map(_stand_in, sorted(missing))],
            "secrets": secrets,
        },
    }


def stood_in(delivery: Delivery) -> list[str]:
    """The clusters that a delivery refers to, that are another's, and that neither it nor the bootstrap defines."""
    defined = {cluster.get("name") for cluster in delivery.of("clusters")}
    wanted = {name for name in cluster_references(list(delivery.of("listeners"))) if not delivery.owns(name)}
    return sorted(wanted - defined - {AGENT_CLUSTER, *BOOTSTRAP_CLUSTERS})


def cluster_references(value: Json) -> Iterator[str]:
    """The names of clusters that routes and gRPC services send to, at any depth of `value`.

    A source of configuration asks none that an object defines.
    """
    for table in _objects(value, but="api_config_source"):
        if isinstance(cluster := table.get("cluster"), str):
            yield cluster
        if isinstance(service := table.get("envoy_grpc"), dict):
            yield service.get("cluster_name", "")
        if isinstance(weighted := table.get("weighted_clusters"), dict):
            yield from (entry["name"] for entry in weighted.get("clusters", ()) if "name" in entry)


SECRET_REFERENCES = {
    "tls_certificate_sds_secret_configs": "tls_certificate",
    "validation_context_sds_secret_config": "validation_context",
    "session_ticket_keys_sds_secret_config": "session_ticket_keys",
}
"""By the field that refers to a secret, what the secret must hold. Other fields want a `generic_secret`."""


class _Served(NamedTuple):
    """What the agent serves on request."""

    routes: Mapping[str, Json]
    secrets: frozenset[tuple[str, str]]
    """What each holds, and its name."""


def _served(delivery: Delivery) -> _Served:
    return _Served(
        {route.get("name", ""): route for route in delivery.of("routes")},
        frozenset((held, secret.get("name", "")) for secret in delivery.of("secrets") if (held := _held(secret))),
    )


def _held(secret: Json) -> str:
    """What a secret holds; empty for nothing."""
    return next((held for held in (*SECRET_REFERENCES.values(), "generic_secret") if held in secret), "")


def _listeners(delivery: Delivery, ports: Iterator[int]) -> Iterator[Json]:
    served = _served(delivery)
    for listener in delivery.of("listeners"):
        static = _as_static(listener, served)
        if listener.get("name") in delivery.allocated:
            static["address"] = {"socket_address": {"address": "127.0.0.1", "port_value": next(ports)}}
            static.pop("additional_addresses", None)
        yield static
    asked_for = {table.get("route_config_name") for table in _objects(list(delivery.of("listeners")))}
    for name, route in served.routes.items():
        if name not in asked_for:
            yield _route_listener(name, _as_static(route, served))


def _clusters(delivery: Delivery) -> Iterator[Json]:
    served = _served(delivery)
    for cluster in delivery.of("clusters"):
        yield _as_static(cluster, served)
    for assignment in delivery.of("endpoints"):
        # A cluster of its own, so that Envoy reads them.
        name = f"{assignment.get('cluster_name', '')} (endpoints)"
        yield {"name": name, "type": "STATIC", "load_assignment": assignment}


def _as_static(value: Json, served: _Served, field: str = "") -> Json:
    """`value` without Cilium's extensions, and with what the agent serves in its place, at any depth."""
    if isinstance(value, list):
        return [_as_static(item, served, field) for item in value if not _is_ciliums(item)]
    if not isinstance(value, dict):
        return _packed(value) if field == "@type" else value
    table = {key: member for key, member in value.items() if not _is_ciliums(member)}
    rds = table.get("rds")
    if isinstance(rds, dict) and _is_from_agent(rds.get("config_source")):
        route = served.routes.get(rds.get("route_config_name", ""))
        if route is not None:
            del table["rds"]
            # Envoy looks for the clusters of a route only where the route is not delivered.
            table["route_config"] = {"validate_clusters": False, **route}
    held = SECRET_REFERENCES.get(field, "generic_secret")
    if (held, table.get("name")) in served.secrets and _is_from_agent(table.get("sds_config")):
        del table["sds_config"]  # a secret of that name is among the static ones
    return {key: _as_static(member, served, key) for key, member in table.items()}


def _packed(type_url: str) -> str:
    """A `@type` as the reader of JSON wants it, where Envoy understands what the agent sends: protobuf.

    There, nothing hangs on what is before the last slash, as long as there is one.
    """
    return PREFIX + type_url.rpartition("/")[2] if "/" in type_url else type_url


def _is_ciliums(value: Json) -> bool:
    """Whether `value` is the configuration of an extension that only Cilium's Envoy has."""
    config = value.get("typed_config") if isinstance(value, dict) else None
    type_url = config.get("@type") if isinstance(config, dict) else None
    return isinstance(type_url, str) and type_url.rpartition("/")[2].startswith("cilium.")


def _is_from_agent(source: Json) -> bool:
    services = source.get("api_config_source", {}).get("grpc_services", []) if isinstance(source, dict) else []
    return any(service.get("envoy_grpc", {}).get("cluster_name") == AGENT_CLUSTER for service in services)


def _objects(value: Json, but: str = "") -> Iterator[dict[str, Json]]:
    """Every object in `value`, from the outside in, without what is under the key `but`."""
    inner: Iterable[Json] = ()
    if isinstance(value, dict):
        yield value
        inner = (member for key, member in value.items() if key != but)
    elif isinstance(value, list):
        inner = value
    for member in inner:
        yield from _objects(member, but)


def _stand_in(name: str) -> Json:
    return {"name": name, "type": "STATIC", "load_assignment": {"cluster_name": name}}


def _route_listener(name: str, route: Json) -> Json:
    """A listener that asks for a route."""
    manager = {
        "@type": f"{PREFIX}{_FILTERS}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "routes",
        "route_config": {"validate_clusters": False, **route},
        "http_filters": [{"name": "router", "typed_config": {"@type": f"{PREFIX}{_FILTERS}.http.router.v3.Router"}}],
    }
    filters = [{"name": "http", "typed_config": manager}]
    return {"name": f"{name} (routes)", "internal_listener": {}, "filter_chains": [{"filters": filters}]}


_FILTERS = "envoy.extensions.filters"
_HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
_AGENT: Json = {
    **_stand_in(AGENT_CLUSTER),
    "typed_extension_protocol_options": {
        _HTTP_OPTIONS: {
            "@type": f"{PREFIX}{_HTTP_OPTIONS}",
            "explicit_http_config": {"http2_protocol_options": {}},
        }
    },
}
_INTERNAL_LISTENERS: Json = {
    "name": "envoy.bootstrap.internal_listener",
    "typed_config": {"@type": f"{PREFIX}envoy.extensions.bootstrap.internal_listener.v3.InternalListener"},
}
