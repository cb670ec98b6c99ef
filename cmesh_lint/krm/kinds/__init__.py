"""A policy → pieces of CECs: one module a kind, imported when a policy of its kind is found."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from .kind import Kind as Kind

MODULES = {
    "TrafficPolicy": "traffic_policy",
    "CircuitBreakerPolicy": "circuit_breaker_policy",
    "RateLimitPolicy": "rate_limit_policy",
    "CORSPolicy": "cors_policy",
    "ExtAuthPolicy": "ext_auth_policy",
    "JWTPolicy": "jwt_policy",
    "BasicAuthPolicy": "basic_auth_policy",
    "AuthorizationPolicy": "authorization_policy",
    "CompressionPolicy": "compression_policy",
    "BufferPolicy": "buffer_policy",
    "HealthCheckPolicy": "health_check_policy",
    "AccessLogPolicy": "access_log_policy",
    "BackendTLSPolicy": "backend_tls_policy",
    "TCPPolicy": "tcp_policy",
    "EnvoyPatchPolicy": "envoy_patch_policy",
    "AdminListener": "admin_listener",
    "MetricsListener": "metrics_listener",
}
"""Kind → the module that holds it as `KIND`, in the order of the documentation."""


def kind(name: str) -> Kind:
    """The kind of that name; raises KeyError."""
    return cast(Kind, import_module(f".{MODULES[name]}", __package__).KIND)


def every() -> list[Kind]:
    """All kinds, in the order of the documentation."""
    return [kind(name) for name in MODULES]
