"""An alias within its own anchor."""

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
  resources: &all  # want: yaml-alias-loop "within its own anchor"
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
        title="An alias within its own anchor",
        catches="An anchor (`&name`) on something that contains its own alias (`*name`).",
        why="The value would never end. kubectl refuses the document.",
        bad=BAD,
        good=GOOD,
        fix="Take the alias out, or give the anchor to something else.",
        log=("anchor 'all' value contains itself",),
    )


RULE = Rule(
    id="yaml-alias-loop",
    severity="error",
    gate="api",
    page=page,
)
