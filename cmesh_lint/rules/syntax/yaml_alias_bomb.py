"""Aliases that multiply."""

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
  - &a [x, x, x, x, x, x, x, x, x, x]
  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
  - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]  # want: yaml-alias-bomb "kubectl refuses to expand them"
  - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
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
        title="Aliases that expand beyond what kubectl allows",
        catches=(
            "A document that consists almost entirely of aliases: more than 99 % of its nodes, once there are over "
            "1,000 of them; the limit falls to 10 % for documents with millions of nodes."
        ),
        why=(
            "A few lines can expand to gigabytes. kubectl counts the nodes and refuses the document; parsers that do "
            "not count run out of memory."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write out the content of the aliases, or split the document.",
        log=("document contains excessive aliasing",),
    )


RULE = Rule(
    id="yaml-alias-bomb",
    severity="error",
    gate="api",
    page=page,
)
