"""A resource type without `type.googleapis.com/`."""

from __future__ import annotations

from ...rule import Page, Rule

BAD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  backendServices:
  - name: echo
    namespace: default
  resources:
  - "@type": envoy.config.cluster.v3.Cluster  # want: type-url-prefix "write `type.googleapis.com/envoy.config.cluster.v3.Cluster`"
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""
GOOD = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  backendServices:
  - name: echo
    namespace: default
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="A resource type without `type.googleapis.com/`",
        catches=(
            "An `@type` at the top of `spec.resources` that names the right message without `type.googleapis.com/` "
            "before it. The agent decodes it and then compares the whole string."
        ),
        why="The agent refuses the whole object.",
        bad=BAD,
        good=GOOD,
        fix="Write `type.googleapis.com/` before the name.",
        log=("unsupported type: envoy.config.cluster.v3.Cluster",),
    )


RULE = Rule(
    id="type-url-prefix",
    severity="error",
    gate="refused",
    page=page,
)
