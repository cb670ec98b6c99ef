"""A well-known type in an Any without `value`."""

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
    metadata:
      typed_filter_metadata:
        team:
          "@type": type.googleapis.com/google.protobuf.Struct
          owner: echo  # want: wrapped-value "must move there"
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
    metadata:
      typed_filter_metadata:
        team:
          "@type": type.googleapis.com/google.protobuf.Struct
          value:
            owner: echo
"""


def page() -> Page:
    return Page(
        title="A well-known type in an Any without `value`",
        catches=(
            "A message such as `google.protobuf.Struct` or `google.protobuf.Duration` in an `Any`. Its JSON "
            "form has no room for `@type`, so it stands under `value`, and nothing stands beside it."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Put the content under `value`.",
        log=('unknown field "owner"',),
    )


RULE = Rule(
    id="wrapped-value",
    severity="error",
    gate="dropped",
    page=page,
)
