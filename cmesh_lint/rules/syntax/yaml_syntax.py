"""A document that cannot be parsed."""

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
    connect_timeout: 5s: x  # want: yaml-syntax "`:` is not allowed here"
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
            "A document that says it is a CEC or CCEC but is neither YAML nor JSON as kubectl parses it. A Helm or "
            "Go template (`{{`) is not YAML either, and is reported as not checked: lint the rendered output instead."
        ),
        why="Nothing in the document is applied, and kubectl does not read the rest of the file.",
        bad=BAD,
        good=GOOD,
        fix="Correct the line; most often it is the indentation, or a value that needs quotes.",
        log=("error converting YAML to JSON: yaml: mapping values are not allowed in this context",),
        more=(
            Example(
                "a tab",
                bad=BAD[: BAD.index("    connect")]
                + '\tconnect_timeout: 5s  # want: yaml-syntax "a tab in the indentation"\n',
            ),
            Example(
                "a value that needs quotes",
                bad=BAD[: BAD.index("    connect")]
                + '    alt_stat_name: @echo  # want: yaml-syntax "`@` cannot begin a value without quotes"\n',
            ),
        ),
    )


RULE = Rule(
    id="yaml-syntax",
    severity="error",
    gate="api",
    page=page,
)
