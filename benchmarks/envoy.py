"""CiliumEnvoyConfigs as people write them: a listener, its routes, and a cluster for each Service behind it."""

from __future__ import annotations

from random import Random
from typing import Any

from kubernetes import TEAMS, Manifest, service_name

FLAWS = ("a connection manager without stat_prefix", "a connect_timeout without its unit")
"""What a broken one breaks, in turn. Every tool that is measured looks for it."""

_PREFIX = "type.googleapis.com/envoy."


def config(random: Random, number: int, flaw: str | None = None) -> Manifest:
    """A CEC of about 5 KB, with one of FLAWS or none."""
    name, namespace = service_name(number), random.choice(TEAMS)
    clusters = [f"{namespace}/{name}-v{version}" for version in range(1, random.randint(3, 6))]
    resources = [
        _listener(random, name, clusters[0], None if flaw == FLAWS[0] else name),
        _routes(random, name, clusters),
        *(_cluster(random, each, "5" if flaw == FLAWS[1] and each == clusters[0] else "5s") for each in clusters),
    ]
    backends = [{"name": each.partition("/")[2], "namespace": namespace} for each in clusters]
    services = [{"name": name, "namespace": namespace, "listener": name}]
    metadata = {
        "name": name,
        "namespace": namespace,
        "annotations": {"cec.cilium.io/use-original-source-address": "false"},
    }
    return {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumEnvoyConfig",
        "metadata": metadata,
        "spec": {"services": services, "backendServices": backends, "resources": resources},
    }


def _typed(name: str, /, **fields: Any) -> Manifest:
    return {"@type": _PREFIX + name, **fields}


def _listener(random: Random, name: str, cluster: str, stat_prefix: str | None) -> Manifest:
    filters = random.sample((_rate_limit(random, name), _cors(), _compressor(), _external_authorization(cluster)), 2)
    manager = _typed(
        "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        **({"stat_prefix": stat_prefix} if stat_prefix else {}),
        rds={"route_config_name": name},
        use_remote_address=True,
        skip_xff_append=True,
        stream_idle_timeout=f"{random.randint(30, 600)}s",
        http_filters=[*filters, _filter("envoy.filters.http.router", "http.router.v3.Router")],
    )
    chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
    return _typed("config.listener.v3.Listener", name=name, filter_chains=[chain])


def _filter(name: str, type_: str, /, **fields: Any) -> Manifest:
    return {"name": name, "typed_config": _typed(f"extensions.filters.{type_}", **fields)}


def _rate_limit(random: Random, name: str) -> Manifest:
    tokens = random.randint(1, 1000)
    always = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}
    return _filter(
        "envoy.filters.http.local_ratelimit",
        "http.local_ratelimit.v3.LocalRateLimit",
        stat_prefix=name,
        token_bucket={"max_tokens": tokens, "tokens_per_fill": tokens, "fill_interval": "60s"},
        filter_enabled=always | {"runtime_key": "local_rate_limit_enabled"},
        filter_enforced=always | {"runtime_key": "local_rate_limit_enforced"},
        response_headers_to_add=[_header("x-local-rate-limit", "true")],
    )


def _header(key: str, value: str) -> Manifest:
    return {"append_action": "OVERWRITE_IF_EXISTS_OR_ADD", "header": {"key": key, "value": value}}


def _cors() -> Manifest:
    return _filter("envoy.filters.http.cors", "http.cors.v3.Cors")


def _compressor() -> Manifest:
    gzip = _typed("extensions.compression.gzip.compressor.v3.Gzip", memory_level=5, window_bits=12)
    library = {"name": "gzip", "typed_config": gzip}
    return _filter("envoy.filters.http.compressor", "http.compressor.v3.Compressor", compressor_library=library)


def _external_authorization(cluster: str) -> Manifest:
    service = {"server_uri": {"uri": "http://auth.example.com", "cluster": cluster, "timeout": "0.25s"}}
    type_ = "http.ext_authz.v3.ExtAuthz"
    return _filter("envoy.filters.http.ext_authz", type_, http_service=service, transport_api_version="V3")


def _routes(random: Random, name: str, clusters: list[str]) -> Manifest:
    routes = [_route(random, number, clusters) for number in range(random.randint(4, 12))]
    host = {"name": name, "domains": [f"{name}.example.com", f"{name}.example.com:*"], "routes": routes}
    return _typed("config.route.v3.RouteConfiguration", name=name, virtual_hosts=[host])


def _route(random: Random, number: int, clusters: list[str]) -> Manifest:
    matches = ({"prefix": f"/v{number}/"}, {"path": f"/v{number}"}, {"safe_regex": {"regex": f"/v{number}/\\d+"}})
    retries = {"retry_on": "5xx,reset", "num_retries": random.randint(1, 5), "per_try_timeout": "1s"}
    action = {"timeout": f"{random.randint(1, 60)}s", "retry_policy": retries}
    if len(clusters) > 1 and random.random() < 0.3:
        weights = [{"name": each, "weight": random.randint(1, 100)} for each in clusters]
        action["weighted_clusters"] = {"clusters": weights}
    else:
        action |= {"cluster": random.choice(clusters), "prefix_rewrite": "/"}
    return {
        "match": random.choice(matches),
        "route": action,
        "request_headers_to_add": [_header("x-route", str(number))],
    }


def _cluster(random: Random, name: str, connect_timeout: str) -> Manifest:
    outliers = {"consecutive_5xx": random.randint(2, 10), "interval": "10s", "base_ejection_time": "30s"}
    most = random.randint(1, 1024)
    limits = {"max_connections": 1024, "max_pending_requests": most, "max_requests": most, "max_retries": 16}
    return _typed(
        "config.cluster.v3.Cluster",
        name=name,
        type="EDS",
        connect_timeout=connect_timeout,
        lb_policy=random.choice(("ROUND_ROBIN", "LEAST_REQUEST", "RANDOM")),
        outlier_detection=outliers,
        circuit_breakers={"thresholds": [{"priority": "DEFAULT", **limits}]},
    )
