"""A key that stands twice in one mapping."""

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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
    connect_timeout: 1s  # want: duplicate-key "`connect_timeout` stands twice"
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
        title="A key that stands twice in one mapping",
        catches=(
            'The same key twice in one mapping, compared as kubectl compares them, as strings: `80` and `"80"` are '
            "one key, and so are `y`, `yes` and `true`. Keys that come from a merge (`<<`) may be overridden."
        ),
        why=(
            "YAML forbids it. kubectl keeps the last one and says nothing, so half of what is written has no effect; "
            "kustomize, and Flux with it, refuses the file."
        ),
        bad=BAD,
        good=GOOD,
        fix="Keep one of the two.",
        log=('mapping key "connect_timeout" already defined at line 14',),
    )


RULE = Rule(
    id="duplicate-key",
    severity="error",
    gate="runtime",
    effect="kubectl silently keeps the last value; kustomize and Flux refuse the file",
    page=page,
)
