"""BufferPolicy: requests are read whole before they go on."""

from __future__ import annotations

from ..fields import integer
from ..pieces import Attachment, Making, Piece, PolicySource, http_filter
from ..values import extension
from .kind import Kind
from .scopes import limit

FILTER = "envoy.extensions.filters.http.buffer.v3.Buffer"


def build(policy: PolicySource, attachment: Attachment) -> Making:
    name = limit("envoy.filters.http.buffer", policy)
    size = policy.spec["maxRequestBytes"]
    yield Piece(http_filter(70, name), extension(name, FILTER, max_request_bytes=size), (("maxRequestBytes",),))


KIND = Kind(
    name="BufferPolicy",
    summary="Buffers the whole request before forwarding it, so slow clients don't tie up backends; larger requests "
    "get 413.",
    spec={"maxRequestBytes": integer("The largest allowed request, in bytes.", 1)},
    listener=build,
    routed=True,
    required=("maxRequestBytes",),
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: BufferPolicy
metadata: {name: upload, namespace: default}
spec:
  targetRefs: [{kind: Service, name: upload}]
  routes: [default]
  maxRequestBytes: 1048576
---
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: TrafficPolicy
metadata: {name: upload, namespace: default}
spec:
  targetRefs: [{kind: Service, name: upload}]
  routes: [{name: stream, matches: [{path: {prefix: /stream}}]}]
""",
    ),
)
