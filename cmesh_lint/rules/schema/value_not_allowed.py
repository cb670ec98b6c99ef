"""A value that is not allowed."""

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
    type: 99  # want: value-not-allowed "must be a defined value of its enum"
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
        title="A value that is not allowed",
        catches=(
            "A value outside of a fixed set, an enum number without a name, or a value that is explicitly forbidden."
        ),
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write one of the allowed values.",
        log=(
            "value must be one of the defined enum values",
            "value must be in list",
            "value must not be in list",
        ),
    )


RULE = Rule(
    id="value-not-allowed",
    severity="error",
    gate=None,
    page=page,
)
