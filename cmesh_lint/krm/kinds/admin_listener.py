"""AdminListener: Envoy's admin page at a port."""

from __future__ import annotations

from ..fields import many, path
from ..pieces import Making, Piece, PolicySource, match, route
from .kind import Kind
from .listeners import ADMIN, fields, pieces


def build(policy: PolicySource, name: str) -> Making:
    yield from pieces(policy, name, 9901, "127.0.0.1")
    of = (("paths",),) if "paths" in policy.spec else ()
    for number, each in enumerate(policy.spec.get("paths", ["/"])):
        yield Piece(match("admin", number), {"match": {"prefix": each}}, of)
    yield Piece(route("admin"), {"route": {"cluster": ADMIN}})


KIND = Kind(
    name="AdminListener",
    summary="Exposes Envoy's admin interface on a port of every node. Anyone who can reach it can read secrets and "
    "stop Envoy.",
    spec={
        **fields(
            9901, "127.0.0.1", "The admin interface can stop Envoy, so by default only the node itself can reach it."
        ),
        "paths": many("The prefixes of the paths that are served; others get 404.", path("A path.")),
    },
    standalone=build,
    examples=(
        """\
apiVersion: policy.cmesh-lint.io/v1alpha1
kind: AdminListener
metadata: {name: envoy-admin-listener}
spec:
  address: "::1"
  port: 9901
  ipv4Compat: false
  nodeSelector: {kubernetes.io/hostname: worker-1}
  paths: [/stats, /ready]
""",
    ),
)
