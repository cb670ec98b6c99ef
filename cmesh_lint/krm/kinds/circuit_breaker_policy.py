"""CircuitBreakerPolicy: how much of a Service may be in use at once."""

from __future__ import annotations

from ..fields import integer, table
from ..pieces import Making, Piece, PolicySource, Upstream, cluster
from . import outlier_detection
from .kind import Kind

_LIMITS = {
    "maxConnections": integer("Connections to all endpoints together. Above the limit, requests wait."),
    "maxPendingRequests": integer("Requests that wait for a connection. Above the limit: 503."),
    "maxRequests": integer("Requests in flight. Above the limit: 503."),
    "maxRetries": integer("Retries in flight. Above the limit, failed requests are not retried."),
}
_FIELDS = {
    "maxConnections": "max_connections",
    "maxPendingRequests": "max_pending_requests",
    "maxRequests": "max_requests",
    "maxRetries": "max_retries",
}
_AGENTS = {"maxConnections": 1024, "maxPendingRequests": 1024, "maxRequests": 1024, "maxRetries": 128}
"""What the agent of Cilium 1.20 gives a cluster that has no thresholds at all. One that has some gets nothing, and
Envoy's own default of 3 retries: so the rest is written out. Source: pkg/ciliumenvoyconfig."""


def build(policy: PolicySource, upstream: Upstream) -> Making:
    yield from outlier_detection.pieces(policy.spec, upstream)
    for priority, spec, above in (
        ("DEFAULT", policy.spec, ()),
        ("HIGH", policy.spec.get("highPriority", {}), ("highPriority",)),
    ):
        given = [field for field in _LIMITS if field in spec]
        if given:
            limits = {_FIELDS[field]: spec.get(field, _AGENTS[field]) for field in _LIMITS}
            threshold = {"priority": priority, **limits}
            of = tuple((*above, field) for field in given)
            yield Piece(cluster(upstream.name), {"circuit_breakers": {"thresholds": [threshold]}}, of)


KIND = Kind(
    name="CircuitBreakerPolicy",
    summary="Limits the concurrent use of a Service, per Envoy, that is, per node; requests above the limits fail "
    "fast.",
    spec={
        **_LIMITS,
        "highPriority": table("Separate limits for requests of high priority.", _LIMITS),
        "outlierDetection": outlier_detection.SCHEMA,
    },
    cluster=build,
    tcp=True,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: CircuitBreakerPolicy
metadata: {name: echo-breaker, namespace: default}
spec:
  targetRefs: [{kind: Service, name: echo-service-1}]
  maxRequests: 2
  maxPendingRequests: 1
  maxConnections: 100
  maxRetries: 10
  highPriority: {maxConnections: 200, maxPendingRequests: 100, maxRequests: 200, maxRetries: 20}
  outlierDetection: {consecutiveLocalOriginFailures: 2}
""",
    ),
)
