"""An unknown `@type`."""

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
        title="An unknown `@type`",
        catches=(
            "An `@type`, at any depth, that the agent of the selected release does not have: a misspelt name, a type "
            "of the v2 API, a contrib extension, or one that is newer than the release."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost. "
            "One unknown filter is enough to lose the Listener around it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Correct the name, or remove the extension until your Cilium version has it.",
        log=('unable to resolve "type.googleapis.com/envoy.config.cluster.v3.Clusterz": "not found"',),
        more=(
            Example(
                "a type of a later Cilium",
                bad=fix_example(
                    BAD,
                    (
                        '"@type": type.googleapis.com/envoy.config.cluster.v3.Clusterz',
                        '"@type": type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster  # want: unknown-type "is supported from Cilium"',
                    ),
                ),
                cilium="1.16",
            ),
        ),
    )


RULE = Rule(
    id="unknown-type",
    severity="error",
    gate="dropped",
    page=page,
)
