"""A duplicate in a list of unique elements."""

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
      - match:
          prefix: /
        route:
          cluster: default/echo
          internal_redirect_policy:
            response_headers_to_copy: [x-a, x-a]  # want: repeated-element "must not contain duplicates"
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
          internal_redirect_policy:
            response_headers_to_copy: [x-a, x-b]
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="A duplicate in a list of unique elements",
        catches="A list that must not contain duplicates and does.",
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Remove the duplicate.",
        log=("repeated value must contain unique items",),
    )


RULE = Rule(
    id="repeated-element",
    severity="error",
    gate=None,
    page=page,
)
