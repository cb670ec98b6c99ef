"""A number that its field cannot hold."""

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
    per_connection_buffer_limit_bytes: -1  # want: invalid-number "from 0 to 4294967295"
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
    per_connection_buffer_limit_bytes: 32768
"""


def page() -> Page:
    return Page(
        title="A number that its field cannot hold",
        catches=(
            "A fraction where a whole number is wanted, a number outside of what 32 or 64 bits hold, a negative "
            "number for an unsigned field, or text that is no number."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write a number that fits.",
        log=("invalid value for uint32 field",),
    )


RULE = Rule(
    id="invalid-number",
    severity="error",
    gate="dropped",
    page=page,
)
