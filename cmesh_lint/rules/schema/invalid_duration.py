"""A duration that is not in seconds."""

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
    connect_timeout: 500ms  # want: invalid-duration "write `0.5s`"
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
        title="A duration that is not in seconds",
        catches=(
            "A duration in another form than seconds with an `s`: `500ms`, `1m`, `5` and `5 s` are refused; "
            "`0.5s` and `60s` are right. More than nine digits behind the point and more than 315576000000 "
            "seconds are refused, too."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write seconds.",
        log=('invalid google.protobuf.Duration value "500ms"',),
    )


RULE = Rule(
    id="invalid-duration",
    severity="error",
    gate="dropped",
    page=page,
)
