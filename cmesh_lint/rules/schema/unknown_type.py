"""An `@type` that this Cilium does not know."""

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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Clusterz  # want: unknown-type "did you mean `envoy.config.cluster.v3.Cluster`"
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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="An `@type` that this Cilium does not know",
        catches=(
            "An `@type`, at any depth, that is not among the messages linked into the agent of the chosen "
            "release: a misspelt name, a type of the v2 API, a contrib extension, or one newer than the "
            "release."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it. One unknown filter is enough to lose the Listener around it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Correct the name, or leave the extension out until the Cilium you run has it.",
        log=('unable to resolve "type.googleapis.com/envoy.config.cluster.v3.Clusterz": "not found"',),
    )


RULE = Rule(
    id="unknown-type",
    severity="error",
    gate="dropped",
    page=page,
)
