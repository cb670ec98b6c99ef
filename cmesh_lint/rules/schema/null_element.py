"""null in a list or a map."""

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
      domains: ["*", null]  # want: null-element "is null"
      routes:
      - match:
          prefix: /
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
        title="null in a list or a map",
        catches=(
            "An empty element of a list (`-` with nothing behind it) or an empty value of a map. For a field of "
            "its own, null only means that it is not set."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Take the element out, or write what it should hold.",
        log=("unexpected token null",),
    )


RULE = Rule(
    id="null-element",
    severity="error",
    gate="dropped",
    page=page,
)
