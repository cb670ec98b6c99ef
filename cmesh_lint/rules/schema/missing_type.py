"""An Any without `@type`."""

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
  - name: default/echo  # want: missing-type "`@type` is missing"
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
        title="An Any without `@type`",
        catches=(
            "A resource, a `typed_config` or another `Any` that does not say with `@type` which message it holds."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write the `@type` of the message as the first line.",
        log=('missing "@type" field',),
    )


RULE = Rule(
    id="missing-type",
    severity="error",
    gate="dropped",
    page=page,
)
