"""Two members of a oneof."""

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
          path: /echo  # want: oneof-conflict "only one of them"
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
        title="Two members of a oneof",
        catches=(
            "Two fields set of which only one may be, such as `route` and `redirect` of a route, or `prefix` "
            "and `path` of a match."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Decide for one of them.",
        log=('error parsing "path", oneof envoy.config.route.v3.RouteMatch.path_specifier is already set',),
    )


RULE = Rule(
    id="oneof-conflict",
    severity="error",
    gate="dropped",
    page=page,
)
