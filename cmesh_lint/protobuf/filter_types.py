"""HTTP filters that take one message in the chain and another from routes.

Envoy finds a filter by either of its messages, and then reads the one of the place. Where that is not the one written,
it rejects it; but of an `Any` without a byte in it, it never looks at the type. Seen with 1.37, filter by filter.
"""

from __future__ import annotations

from typing import Any

from .schemas import MessageType
from .wellknown import TEXTS, WRAPPERS

_HTTP = "envoy.extensions.filters.http."
FOR_ROUTES: dict[str, str] = {
    **{
        f"{_HTTP}{package}.v3.{own}": f"{_HTTP}{package}.v3.{other}"
        for package, own, other in (
            ("api_key_auth", "ApiKeyAuth", "ApiKeyAuthPerRoute"),
            ("aws_lambda", "Config", "PerRouteConfig"),
            ("aws_request_signing", "AwsRequestSigning", "AwsRequestSigningPerRoute"),
            ("basic_auth", "BasicAuth", "BasicAuthPerRoute"),
            ("buffer", "Buffer", "BufferPerRoute"),
            ("compressor", "Compressor", "CompressorPerRoute"),
            ("cors", "Cors", "CorsPolicy"),
            ("dynamic_forward_proxy", "FilterConfig", "PerRouteConfig"),
            ("ext_authz", "ExtAuthz", "ExtAuthzPerRoute"),
            ("ext_proc", "ExternalProcessor", "ExtProcPerRoute"),
            ("grpc_http1_reverse_bridge", "FilterConfig", "FilterConfigPerRoute"),
            ("header_mutation", "HeaderMutation", "HeaderMutationPerRoute"),
            ("jwt_authn", "JwtAuthentication", "PerRouteConfig"),
            ("lua", "Lua", "LuaPerRoute"),
            ("on_demand", "OnDemand", "PerRouteConfig"),
            ("rate_limit_quota", "RateLimitQuotaFilterConfig", "RateLimitQuotaOverride"),
            ("ratelimit", "RateLimit", "RateLimitPerRoute"),
            ("rbac", "RBAC", "RBACPerRoute"),
            ("stateful_session", "StatefulSession", "StatefulSessionPerRoute"),
        )
    },
    "envoy.extensions.common.matching.v3.ExtensionWithMatcher": (
        "envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute"
    ),
}
"""What configures a filter in the chain → what configures it for a route."""
FOR_CHAINS = {other: own for own, other in FOR_ROUTES.items()}
FILTER_CONFIG = "envoy.config.route.v3.FilterConfig"
_CHAIN = "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter"
PER_ROUTE = "typed_per_filter_config"


def expected(type_: str, around: str, field: str) -> str:
    """What Envoy reads where a message of `type_` is in an `Any`: in the `field` of a message of the type `around`."""
    if field == PER_ROUTE or (around, field) == (FILTER_CONFIG, "config"):
        return FOR_ROUTES.get(type_, type_)
    return FOR_CHAINS.get(type_, type_) if around == _CHAIN else type_


def is_blank(value: dict[str, Any], schema: MessageType) -> bool:
    """Whether the message has no byte in protobuf: no field, or none that differs from what it is if unset."""
    return all(_is_unset(key, each, schema) for key, each in value.items())


def _is_unset(key: str, value: Any, schema: MessageType) -> bool:
    field = schema.field(key)
    if field is None:
        return False
    if value is None or (field.shape != "one" and not value):
        return True
    scalar = field.kind != "message" and field.type not in WRAPPERS and field.type not in TEXTS
    return scalar and field.shape == "one" and field.name not in schema.present and value in (0, False, "", "0")
