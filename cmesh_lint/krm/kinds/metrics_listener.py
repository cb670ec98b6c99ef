"""MetricsListener: Envoy's statistics for Prometheus at a port."""

from __future__ import annotations

from ..fields import path
from ..pieces import Making, Piece, PolicySource, match, route
from .kind import Kind
from .listeners import ADMIN, fields, pieces

PROMETHEUS = "/stats/prometheus"
"""Where Envoy's admin page has them."""


def build(policy: PolicySource, name: str) -> Making:
    yield from pieces(policy, name, 9090, "::")
    of = (("path",),) if "path" in policy.spec else ()
    yield Piece(match("metrics", 0), {"match": {"path": policy.spec.get("path", "/metrics")}}, of)
    yield Piece(route("metrics"), {"route": {"cluster": ADMIN, "prefix_rewrite": PROMETHEUS}})


KIND = Kind(
    name="MetricsListener",
    summary="Exposes Envoy's statistics, in Prometheus format, on a port of every node, and nothing else.",
    spec={
        **fields(9090, "::", "Prometheus scrapes from other nodes, so by default anybody can reach it."),
        "path": path("The path that is served; others get 404.") | {"default": "/metrics"},
    },
    standalone=build,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: MetricsListener
metadata: {name: envoy-prometheus-metrics-listener}
spec:
  port: 9094
  path: /stats
  address: "::"
  ipv4Compat: true
  nodeSelector: {node-role.kubernetes.io/worker: ""}
""",
    ),
)
