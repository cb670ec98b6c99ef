"""Duplicate key in a mapping."""

from __future__ import annotations

from ...rule import Example, Page, Rule

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
    connect_timeout: 1s  # want: duplicate-key "duplicate key `connect_timeout`"
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
        title="Duplicate key in a mapping",
        catches=(
            'The same key twice in one mapping, compared as strings, as kubectl does: `80` and `"80"` are the same '
            "key, and so are `y`, `yes` and `true`. Keys that come from a merge (`<<`) may be overridden."
        ),
        why=(
            "YAML forbids it. kubectl silently keeps the last one, so part of what is written has no effect; "
            "kustomize and Flux refuse the file."
        ),
        bad=BAD,
        good=GOOD,
        fix="Remove one of the two.",
        log=('mapping key "connect_timeout" already defined at line 14',),
        more=(
            Example(
                "keys that kubectl reads as the same",
                bad=BAD.replace(
                    '    connect_timeout: 1s  # want: duplicate-key "duplicate key `connect_timeout`"\n',
                    '    metadata:\n      filter_metadata:\n        envoy.lb:\n          80: a\n          "80": b  # want: duplicate-key "duplicate key `80`"\n',
                ),
            ),
            Example(
                "a merge that is overridden",
                good=GOOD.replace(
                    "    connect_timeout: 5s\n",
                    "    metadata:\n      filter_metadata:\n        a: &a {team: echo, stage: test}\n        b:\n          <<: *a\n          stage: production\n    connect_timeout: 5s\n",
                ),
            ),
        ),
    )


RULE = Rule(
    id="duplicate-key",
    severity="error",
    gate="runtime",
    effect="kubectl silently keeps the last value; kustomize and Flux refuse the file",
    page=page,
)
