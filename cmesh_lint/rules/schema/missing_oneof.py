"""A required oneof is not set."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example

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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
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
        title="A required oneof is not set",
        catches=(
            "A message that must set one of several fields and sets none: a route without an action, a match without "
            "a path, an address without a port."
        ),
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Set one of the fields.",
        log=(
            'field: "path_specifier", reason: is required',
            "value is required",
        ),
        more=(
            Example(
                "a route without an action",
                bad=fix_example(
                    BAD,
                    (
                        "      - match: {}\n        route:\n          cluster: default/echo\n",
                        '      - match: {prefix: /}  # want: missing-oneof "Route needs one of"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="missing-oneof",
    severity="error",
    gate=None,
    page=page,
)
