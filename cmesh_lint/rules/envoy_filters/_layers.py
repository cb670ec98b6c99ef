"""Which filters end a chain."""

from __future__ import annotations

from ...cec.envoy_config import HCM, TCP_PROXY
from ...protobuf.walk import Message

ROUTER = "envoy.extensions.filters.http.router.v3.Router"
MATCHED = "envoy.extensions.common.matching.v3.ExtensionWithMatcher"
_NETWORK = "envoy.extensions.filters.network."
NETWORK_TERMINAL = {HCM, TCP_PROXY}
NETWORK_PASSING = {
    f"{_NETWORK}{name}"
    for name in (
        "connection_limit.v3.ConnectionLimit",
        "ext_authz.v3.ExtAuthz",
        "local_ratelimit.v3.LocalRateLimit",
        "mongo_proxy.v3.MongoProxy",
        "mysql_proxy.v3.MySQLProxy",
        "ratelimit.v3.RateLimit",
        "rbac.v3.RBAC",
        "set_filter_state.v3.Config",
        "sni_cluster.v3.SniCluster",
        "sni_dynamic_forward_proxy.v3.FilterConfig",
    )
}
_HTTP = "envoy.extensions.filters.http."
HTTP_TERMINAL = {ROUTER}
HTTP_PASSING = {
    f"{_HTTP}{name}"
    for name in (
        "basic_auth.v3.BasicAuth",
        "buffer.v3.Buffer",
        "compressor.v3.Compressor",
        "cors.v3.Cors",
        "dynamic_forward_proxy.v3.FilterConfig",
        "ext_authz.v3.ExtAuthz",
        "ext_proc.v3.ExternalProcessor",
        "grpc_stats.v3.FilterConfig",
        "grpc_web.v3.GrpcWeb",
        "health_check.v3.HealthCheck",
        "jwt_authn.v3.JwtAuthentication",
        "local_ratelimit.v3.LocalRateLimit",
        "oauth2.v3.OAuth2",
        "rate_limit_quota.v3.RateLimitQuotaFilterConfig",
        "ratelimit.v3.RateLimit",
        "rbac.v3.RBAC",
        "set_filter_state.v3.Config",
        "set_metadata.v3.Config",
        "stateful_session.v3.StatefulSession",
        "wasm.v3.Wasm",
    )
} | {"cilium.L7Policy"}
"""Of the filters that some Cilium's Envoy has: those that never end a chain."""


def type_of(filter_: Message) -> str:
    """The message that configures a filter, in a matcher or not; empty where that is not known."""
    typed = filter_.child("typed_config")
    if typed is not None and typed.type == MATCHED:
        inner = typed.child("extension_config")
        typed = inner.child("typed_config") if inner is not None else None
    return typed.type if typed is not None else ""
