"""HealthCheckPolicy: Envoy asks the endpoints of a Service how they are."""

from __future__ import annotations

from typing import Any

from ..fields import duration, integer, many, path, table, text
from ..pieces import Making, Piece, PolicySource, ServicePiece, Trouble, Upstream, cluster
from ..values import envoy_duration
from .kind import Kind

_CHECK = "envoy.config.core.v3.HealthCheck"
_CHECKERS = {
    "http": f"{_CHECK}.HttpHealthCheck",
    "grpc": f"{_CHECK}.GrpcHealthCheck",
    "tcp": f"{_CHECK}.TcpHealthCheck",
}


def build(policy: PolicySource, upstream: Upstream) -> Making:
    spec = policy.spec
    ways = [each for each in _CHECKERS if each in spec]
    if len(ways) != 1:
        yield Trouble((), f"expected exactly one of {', '.join(f'`{each}`' for each in _CHECKERS)}")
        return
    (way,) = ways
    interval = envoy_duration(spec.get("interval", "10s"))
    check = {
        "timeout": envoy_duration(spec.get("timeout", "1s")),
        "interval": interval,
        # Until a cluster has had its first request, Envoy checks once a minute by default.
        "no_traffic_interval": interval,
        "unhealthy_threshold": spec.get("unhealthyThreshold", 3),
        "healthy_threshold": spec.get("healthyThreshold", 1),
        f"{way}_health_check": _checker(way, spec[way], upstream.service),
    }
    of = tuple((field,) for field in spec)
    yield Piece(cluster(upstream.name), {"health_checks": [check]}, of, (_CHECKERS[way],))


def _checker(way: str, spec: dict[str, Any], service: ServicePiece) -> dict[str, Any]:
    # Left out, it is the name of the cluster: servers refuse the slashes in it.
    host = f"{service.name}.{service.namespace}"
    if way == "tcp":
        return {}
    if way == "grpc":
        return ({"service_name": spec["service"]} if "service" in spec else {}) | {"authority": host}
    made: dict[str, Any] = {"host": spec.get("host", host), "path": spec["path"]}
    if "expectedStatuses" in spec:
        made["expected_statuses"] = [{"start": each, "end": each + 1} for each in spec["expectedStatuses"]]
    # Without, one bad answer is enough, whatever `unhealthy_threshold` says; expected ones count first.
    made["retriable_statuses"] = [{"start": 100, "end": 600}]
    return made


KIND = Kind(
    name="HealthCheckPolicy",
    summary="Active health checks: checks the endpoints of a Service, and leaves out unhealthy ones. Every node checks "
    "every endpoint.",
    spec={
        "http": table(
            "Checks over HTTP.",
            {
                "path": path("The path to request."),
                "host": text("The Host header. Default: `SERVICE.NAMESPACE`."),
                "expectedStatuses": many(
                    "The statuses that count as healthy. Default: 200.", integer("A status.", 100, 599)
                ),
            },
            ["path"],
        ),
        "grpc": table(
            "Checks with the gRPC health checking protocol.", {"service": text("The gRPC service to check.")}
        ),
        "tcp": table("Opens a connection and closes it.", {}),
        "interval": duration("How often to check, whether or not the Service gets requests.", default="10s"),
        "timeout": duration("How long to wait for a response.", default="1s"),
        "unhealthyThreshold": integer(
            "After how many failed checks in a row an endpoint is left out. Over gRPC, one response that it is not "
            "serving is enough.",
            1,
            default=3,
        ),
        "healthyThreshold": integer("After how many successful checks it is used again.", 1, default=1),
    },
    cluster=build,
    tcp=True,
    examples=tuple(
        f"""\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: HealthCheckPolicy
metadata: {{name: echo-health, namespace: default}}
spec:
  targetRefs: [{{kind: Service, name: echo-service-1}}]
{way}"""
        for way in (
            """\
  http: {path: /healthz, host: echo.example, expectedStatuses: [200, 204]}
  interval: 5s
  timeout: 500ms
  unhealthyThreshold: 2
  healthyThreshold: 2
""",
            "  grpc: {service: echo.Echo}\n",
            "  tcp: {}\n",
        )
    ),
)
