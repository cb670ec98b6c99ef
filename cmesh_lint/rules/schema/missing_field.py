"""A required field that is not set."""

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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster  # want: missing-field "required field `name`"
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
        title="A required field that is not set",
        catches=(
            "A field that Envoy's API requires. A number or text whose empty value is forbidden counts as required, too."
        ),
        why=(
            "The agent checks what lies outside of every `typed_config` and refuses the whole object; Envoy "
            "checks the inside and rejects what it was sent. Either way nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Set the field.",
        log=(
            "failed to validate",
            "value length must be at least 1",
            "value is required",
            "Proto constraint validation failed",
        ),
    )


RULE = Rule(
    id="missing-field",
    severity="error",
    gate=None,
    page=page,
)
