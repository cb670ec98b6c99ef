"""A document that is nested too deep."""

from __future__ import annotations

from ...rule import Page, Rule

BAD = """\
# A CEC with 201 nested mappings and lists.
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
        title="A document that is nested too deep",
        catches="More than 200 nested levels of mappings and lists, counted with aliases expanded.",
        why=(
            "Envoy's protobuf decoder stops at 100 nested messages, so nothing this deep can reach it. Parsers that "
            "do not count can run out of stack."
        ),
        bad=BAD,
        good=GOOD,
        fix=("Use a flatter structure; nesting like this comes from a broken generator or from an attack."),
    )


RULE = Rule(
    id="yaml-too-deep",
    severity="error",
    gate="nacked",
    page=page,
)
