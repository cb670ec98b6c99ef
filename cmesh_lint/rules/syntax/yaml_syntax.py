"""A CEC that is no YAML."""

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
    connect_timeout: 5s: x  # want: yaml-syntax "where no key can stand"
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
        title="A document that cannot be parsed",
        catches=(
            "A document that says it is a CEC or CCEC and is neither YAML nor JSON as kubectl parses it. A template "
            "of Helm or Go (`{{`) is none either, and is reported as not checked: what it renders to can be linted."
        ),
        why="Nothing of the document is applied, and kubectl reads nothing that follows in the file.",
        bad=BAD,
        good=GOOD,
        fix="Mend the line; most often it is the indentation, or a value that needs quotes.",
        log=("error converting YAML to JSON: yaml: mapping values are not allowed in this context",),
    )


RULE = Rule(
    id="yaml-syntax",
    severity="error",
    gate="api",
    page=page,
)
