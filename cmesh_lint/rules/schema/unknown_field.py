"""A field that the message does not have."""

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
    connect_timeoutt: 5s  # want: unknown-field "did you mean `connect_timeout`"
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
        title="A field that the message does not have",
        catches=(
            "A key that names no field of the message it stands in: a slip of the pen, a slip of indentation, a "
            "field of Envoy's v2 API, or one that this Cilium does not know yet. Both spellings of a field, "
            "`connect_timeout` and `connectTimeout`, are right."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Correct the name, or move the field to the message it belongs to.",
        log=(
            "Ignoring invalid CiliumEnvoyConfig JSON",
            'unknown field "connect_timeoutt"',
        ),
    )


RULE = Rule(
    id="unknown-field",
    severity="error",
    gate="dropped",
    page=page,
)
