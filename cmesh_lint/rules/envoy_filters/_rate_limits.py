"""Local rate limits, as an HTTP, a network or a listener filter."""

from __future__ import annotations

from ...protobuf.walk import Message

HTTP = "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"
NETWORK = "envoy.extensions.filters.network.local_ratelimit.v3.LocalRateLimit"
LISTENER = "envoy.extensions.filters.listener.local_ratelimit.v3.LocalRateLimit"
DESCRIPTOR = "envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor"
BUCKET = "envoy.type.v3.TokenBucket"


def is_for_route(limit: Message) -> bool:
    """Whether it stands in a `typed_per_filter_config`."""
    around = limit.parent
    while around is not None and around.field == "" and around.parent is not None:
        around = around.parent
    return around is not None and around.field in ("typed_per_filter_config", "config")
