"""TCPPolicy: a Service is proxied as bytes, whatever its protocol."""

from __future__ import annotations

from ..fields import duration, integer, many
from ..pieces import TCP_PROXY, Attachment, Making, Piece, PolicySource, Trouble, Use
from ..refs import WEIGHT, backend_ref
from ..values import envoy_duration
from .kind import Kind
from .traffic_policy import connect_timeout


def build(policy: PolicySource, attachment: Attachment) -> Making:
    spec = policy.spec
    refs = spec.get("backendRefs")
    if refs is None:
        yield Use(attachment.service)
        yield Piece(TCP_PROXY, {"cluster": attachment.local_name(attachment.service)})
    else:
        services = [attachment.service_of(ref) for ref in refs]
        for index, service in enumerate(services):
            yield Use(service, (("backendRefs", index),))
        names = [attachment.local_name(service) for service in services]
        weights = [ref.get("weight", 1) for ref in refs]
        if 0 in weights:
            yield Trouble(("backendRefs", weights.index(0)), "Envoy rejects a weight of 0 here; leave the Service out")
        weighted = [{"name": name, "weight": weight} for name, weight in zip(names, weights, strict=True)]
        cluster = {"cluster": names[0]} if len(refs) == 1 else {"weighted_clusters": {"clusters": weighted}}
        yield Piece(TCP_PROXY, cluster, (("backendRefs",),))
    if "idleTimeout" in spec:
        yield Piece(TCP_PROXY, {"idle_timeout": envoy_duration(spec["idleTimeout"])}, (("idleTimeout",),))
    if "maxConnectAttempts" in spec:
        attempts = {"max_connect_attempts": spec["maxConnectAttempts"]}
        yield Piece(TCP_PROXY, attempts, (("maxConnectAttempts",),))


KIND = Kind(
    name="TCPPolicy",
    summary="Proxies a Service as plain TCP, for what is not HTTP. It cannot be combined with policies for HTTP.",
    spec={
        "backendRefs": many(
            "The Services that get the connections, by weight. Default: the Service itself.",
            backend_ref("A Service that gets connections.", weight=WEIGHT),
        ),
        "idleTimeout": duration(
            "Idle timeout: how long a connection may be without any traffic; `0s`: no limit. Envoy's default is 1h."
        ),
        "maxConnectAttempts": integer("How many endpoints to try. Envoy's default is 1.", 1),
        "connectTimeout": duration("Timeout for opening a connection to an endpoint.", default="5s"),
    },
    listener=build,
    cluster=connect_timeout,
    tcp=True,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TCPPolicy
metadata: {name: db, namespace: default}
spec:
  targetRefs: [{kind: Service, name: db}]
  backendRefs: [{name: db-blue, weight: 99}, {name: db-green, weight: 1}]
  idleTimeout: 2h
  maxConnectAttempts: 3
  connectTimeout: 2s
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: CircuitBreakerPolicy
metadata: {name: db, namespace: default}
spec:
  targetRefs: [{kind: Service, name: db}]
  maxConnections: 50
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TCPPolicy
metadata: {name: cache, namespace: default}
spec:
  targetRefs: [{kind: Service, name: cache}]
""",
    ),
)
