"""None of the members of a required oneof."""

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
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: echo
    virtual_hosts:
    - name: echo
      domains: ["*"]
      routes:
      - match: {}  # want: missing-oneof "RouteMatch needs one of `prefix`"
        route:
          cluster: default/echo
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
"""


def page() -> Page:
    return Page(
        title="None of the members of a required oneof",
        catches=(
            "A message that must say one of several things and says none: a route without action, a match "
            "without path, an address without port."
        ),
        why=(
            "The agent checks what lies outside of every `typed_config` and refuses the whole object; Envoy "
            "checks the inside and rejects what it was sent. Either way nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Set one of the members.",
        log=(
            'field: "path_specifier", reason: is required',
            "value is required",
        ),
    )


RULE = Rule(
    id="missing-oneof",
    severity="error",
    gate=None,
    page=page,
)
