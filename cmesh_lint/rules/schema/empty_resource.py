"""An empty resource."""

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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
  - {}  # want: empty-resource "the agent silently skips it"
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
        title="An empty resource",
        catches="An element `{}` of `spec.resources`.",
        why="The agent silently skips it.",
        bad=BAD,
        good=GOOD,
        fix="Remove it.",
        log=(),
    )


RULE = Rule(
    id="empty-resource",
    severity="warning",
    gate="dropped",
    page=page,
)
