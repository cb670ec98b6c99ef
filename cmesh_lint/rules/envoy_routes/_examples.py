"""What the cards of this group share: a manifest around a piece of a RouteConfiguration, and what a rejection costs."""

from __future__ import annotations

_TOP = """\
apiVersion: cilium.io/v2
kind: CiliumEnvoyConfig
metadata:
  name: echo
  namespace: default
spec:
  resources:
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: echo
    virtual_hosts:
"""
_HOST = """\
    - name: echo
      domains: ["*"]
      routes:
"""

REJECTED = (
    "Envoy rejects the whole RouteConfiguration and keeps the previous routes; on a first install it has none and "
    "responds with 404. The agent does not wait for Envoy to accept routes, so only the logs report it."
)
"""`why` of a rule about routes."""


def hosts(text: str) -> str:
    """A manifest with these virtual hosts, given as YAML at the left margin."""
    return _TOP + _indented(text, "    ")


def routes(text: str) -> str:
    """A manifest with these routes, given as YAML at the left margin."""
    return _TOP + _HOST + _indented(text, "      ")


def _indented(text: str, by: str) -> str:
    return "".join(by + line for line in text.splitlines(keepends=True))
