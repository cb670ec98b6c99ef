"""An alias inside its own anchor."""

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
  resources: &all  # want: yaml-alias-loop "inside its own anchor"
  - *all
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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="An alias inside its own anchor",
        catches="An anchor (`&name`) on a value that contains its own alias (`*name`).",
        why="The value would be infinite. kubectl refuses the document.",
        bad=BAD,
        good=GOOD,
        fix="Remove the alias, or move the anchor.",
        log=("anchor 'all' value contains itself",),
    )


RULE = Rule(
    id="yaml-alias-loop",
    severity="error",
    gate="api",
    page=page,
)
