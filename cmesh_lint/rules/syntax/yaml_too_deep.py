"""A document nested beyond all use."""

from __future__ import annotations

from ...rule import Page, Rule

BAD = """\
# A CEC with 201 mappings and lists within one another.
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
        title="A document nested too deep to be read",
        catches="More than 200 levels of mappings and lists within one another, counted with aliases expanded.",
        why=(
            "Envoy's protobuf decoder stops at 100 messages within one another, so nothing this deep can reach it. "
            "Readers that do not count can be made to run out of stack."
        ),
        bad=BAD,
        good=GOOD,
        fix=(
            "Write the configuration flatter; nesting like this comes from a generator that went astray, or from an attack."
        ),
    )


RULE = Rule(
    id="yaml-too-deep",
    severity="error",
    gate="nacked",
    page=page,
)
