"""YAML that has no equal in JSON."""

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
    lb_subset_config:
      fallback_policy: .nan  # want: yaml-unsupported "JSON has no number `.nan`"
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
        title="YAML that kubectl cannot turn into JSON",
        catches=(
            "Valid YAML without an equal in JSON: `.inf` and `.nan`, a number beyond 64 bits in JSON, keys that are "
            "null, a mapping or a list, a tag that contradicts its value (`!!int x`), `!!binary` that is no base64, "
            "`<<` with something other than mappings."
        ),
        why="The API server takes JSON. kubectl, kustomize and every controller convert first, and stop here.",
        bad=BAD,
        good=GOOD,
        fix=(
            'Write a value that JSON knows. Protobuf\'s JSON takes "NaN" and "Infinity" as strings where a field is a '
            "float."
        ),
        log=("json: unsupported value: NaN",),
    )


RULE = Rule(
    id="yaml-unsupported",
    severity="error",
    gate="api",
    page=page,
)
