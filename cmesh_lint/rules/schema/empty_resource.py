"""A resource with nothing in it."""

from __future__ import annotations

from ...rule import Rule

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
  - {}  # want: empty-resource "skips it without a word"
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
RULE = Rule(
    id="empty-resource",
    title="A resource with nothing in it",
    severity="warning",
    gate="dropped",
    catches="An element `{}` of `spec.resources`.",
    why="The agent skips it and logs nothing at all.",
    bad=BAD,
    good=GOOD,
    fix="Take it out.",
    log=(),
)
