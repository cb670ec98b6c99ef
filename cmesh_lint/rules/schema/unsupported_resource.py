"""A resource type that the agent does not support."""

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
  - "@type": type.googleapis.com/envoy.config.route.v3.VirtualHost  # want: unsupported-resource "the agent does not support VirtualHost as a resource"
    name: echo
    domains: ["*"]
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
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: echo
    virtual_hosts:
    - name: echo
      domains: ["*"]
      routes:
      - match:
          prefix: /
        route:
          cluster: default/echo
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="A resource type that the agent does not support",
        catches=(
            "A message at the top of `spec.resources` other than Listener, RouteConfiguration, Cluster, "
            "ClusterLoadAssignment and Secret."
        ),
        why="The agent refuses the whole object.",
        bad=BAD,
        good=GOOD,
        fix="Put the message into one of the five.",
        log=("unsupported type: type.googleapis.com/envoy.config.route.v3.VirtualHost",),
    )


RULE = Rule(
    id="unsupported-resource",
    severity="error",
    gate="refused",
    page=page,
)
