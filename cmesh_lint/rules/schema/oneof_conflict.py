"""Several fields of a oneof are set."""

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
      - match:
          prefix: /
          path: /echo  # want: oneof-conflict "only one of them is allowed"
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
        title="Several fields of a oneof are set",
        catches=(
            "Two fields are set of which only one is allowed, such as `route` and `redirect` of a route, or `prefix` "
            "and `path` of a match."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Keep one of them.",
        log=('error parsing "path", oneof envoy.config.route.v3.RouteMatch.path_specifier is already set',),
        more=(
            Example(
                "three fields",
                bad=fix_example(
                    BAD,
                    (
                        "          path: /echo\n",
                        '          path: /echo  # want: oneof-conflict "`prefix`, `path` and `safe_regex` are set"\n          safe_regex: {regex: /echo}\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="oneof-conflict",
    severity="error",
    gate="dropped",
    page=page,
)
