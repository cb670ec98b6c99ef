"""When Envoy makes the client of a gRPC service, shared by rules about what it then checks."""

from __future__ import annotations

from ..protobuf.walk import Message

_LOGGERS = "envoy.extensions.access_loggers."
_AT_ONCE = frozenset(
    {
        f"{_LOGGERS}grpc.v3.CommonGrpcAccessLogConfig",
        f"{_LOGGERS}open_telemetry.v3.OpenTelemetryAccessLogConfig",
        "envoy.extensions.filters.http.rate_limit_quota.v3.RateLimitQuotaFilterConfig",
    }
)
"""Messages whose GrpcService becomes a client as Envoy takes the configuration; tried one by one with 1.37. Others, such
as those of external authorization and rate limits, become one with the first request."""


def is_made_at_once(service: Message) -> bool:
    """Whether Envoy makes the client of a GrpcService when it takes the configuration."""
    return service.parent is not None and service.parent.type in _AT_ONCE
