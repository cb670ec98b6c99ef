"""What the cards of this group share: a manifest around a piece of a cluster, and what a rejection costs."""

from __future__ import annotations

_TOP = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: echo
    connect_timeout: 5s
"""
_DNS = """\
    type: STRICT_DNS
    load_assignment:
      cluster_name: echo
      endpoints:
      - lb_endpoints:
        - endpoint: {address: {socket_address: {address: echo.example.com, port_value: 8080}}}
"""

REJECTED = (
    "Envoy rejects the cluster. The agent then withdraws everything it sent for the object and retries every 15 seconds: "
    "on a first install, traffic flows without the listener."
)
"""`why` of a rule about clusters."""


def cluster(text: str) -> str:
    """A manifest with a cluster that has these fields, given as YAML at the left margin, beside name and timeout."""
    return _TOP + _indented(text)


def dns_cluster(text: str) -> str:
    """The same, of the type STRICT_DNS and with an endpoint."""
    return _TOP + _DNS + _indented(text)


def _indented(text: str) -> str:
    return "".join("    " + line for line in text.splitlines(keepends=True))
