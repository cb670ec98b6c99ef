"""null in a list or map."""

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
      domains: ["*", null]  # want: null-element "is null"
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
        title="null in a list or map",
        catches=(
            "An empty element in a list (`-` with nothing after it) or an empty value in a map. A field that is null "
            "is just not set."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Remove the element, or write its value.",
        log=("unexpected token null",),
        more=(
            Example(
                "null in a map",
                bad=fix_example(
                    BAD,
                    ('["*", null]', '["*"]'),
                    (
                        "    virtual_hosts:\n",
                        '    metadata:\n      filter_metadata:\n        envoy.lb:  # want: null-element "`envoy.lb`"\n    virtual_hosts:\n',
                    ),
                ),
            ),
            Example(
                "a field that is null",
                good=fix_example(
                    BAD,
                    ('["*", null]', '["*"]'),
                    ("          cluster: default/echo\n", "          cluster: default/echo\n          timeout: null\n"),
                ),
            ),
        ),
    )


RULE = Rule(
    id="null-element",
    severity="error",
    gate="dropped",
    page=page,
)
