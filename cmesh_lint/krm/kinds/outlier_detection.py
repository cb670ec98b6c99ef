"""`outlierDetection`: endpoints that fail are left out for a while. TrafficPolicy and CircuitBreakerPolicy have it."""

from __future__ import annotations

from typing import Any

from ..fields import boolean, duration, integer, table
from ..pieces import Making, Piece, Upstream, cluster
from ..values import envoy_duration

MAX_EJECTION_PERCENT = 50
SCHEMA = table(
    "Ejects failing endpoints for a while.",
    {
        "consecutive5xx": integer("Eject after this many 5xx responses in a row. Envoy's default is 5."),
        "consecutiveGatewayErrors": integer("Eject after this many 502, 503 or 504 responses in a row."),
        "consecutiveLocalOriginFailures": integer(
            "Eject after this many failures in a row to connect or to get a response. Such failures are then counted "
            "separately from 5xx responses, because Envoy does not count them otherwise."
        ),
        "interval": duration("How often to evaluate. Envoy's default is 10s."),
        "baseEjectionTime": duration("How long the first ejection lasts. Envoy's default is 30s."),
        "maxEjectionTime": duration("The longest ejection. Envoy's default is 300s."),
        "maxEjectionPercent": integer(
            "How many of all endpoints may be ejected, in percent. Envoy's own default is 10, which never ejects any "
            "of fewer than ten; with this default, at least half of them stay.",
            0,
            100,
            default=MAX_EJECTION_PERCENT,
        ),
        "splitExternalLocalOriginErrors": boolean(
            "Whether to count connection failures separately from 5xx responses.  Set by "
            "`consecutiveLocalOriginFailures`."
        ),
    },
)

FIELDS = {
    "consecutive5xx": "consecutive_5xx",
    "consecutiveGatewayErrors": "consecutive_gateway_failure",
    "consecutiveLocalOriginFailures": "consecutive_local_origin_failure",
    "interval": "interval",
    "baseEjectionTime": "base_ejection_time",
    "maxEjectionTime": "max_ejection_time",
    "maxEjectionPercent": "max_ejection_percent",
    "splitExternalLocalOriginErrors": "split_external_local_origin_errors",
}
"""Field → Envoy's field."""
_ENFORCED = {"consecutiveGatewayErrors": "enforcing_consecutive_gateway_failure"}
"""What Envoy counts and does not act upon by default."""


def pieces(spec: dict[str, Any], upstream: Upstream) -> Making:
    """The pieces for a cluster, one for each field of `spec["outlierDetection"]`."""
    for field, value in spec.get("outlierDetection", {}).items():
        made = {FIELDS[field]: envoy_duration(value) if isinstance(value, str) else value}
        if field in _ENFORCED:
            made[_ENFORCED[field]] = 100
        if field == "consecutiveLocalOriginFailures":
            made["split_external_local_origin_errors"] = True
        yield Piece(cluster(upstream.name), {"outlier_detection": made}, (("outlierDetection", field),))


def complete(made: dict[str, Any]) -> dict[str, Any]:
    """A cluster, with `max_ejection_percent` where it has outlier detection and no policy says how much of it."""
    if "outlier_detection" not in made:
        return made
    told = {"max_ejection_percent": MAX_EJECTION_PERCENT} | made["outlier_detection"]
    return made | {"outlier_detection": told}
