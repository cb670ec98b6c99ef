"""YAML that kubectl cannot convert to JSON."""

from __future__ import annotations

from ...rule import Example, Page, Rule

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
      fallback_policy: .nan  # want: yaml-unsupported "`.nan` is not a number in JSON"
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
        title="YAML that kubectl cannot convert to JSON",
        catches=(
            "Valid YAML that JSON cannot represent: `.inf` and `.nan`, a number beyond 64 bits in JSON, keys that "
            "are null, a mapping or a list, a tag that contradicts its value (`!!int x`), `!!binary` that is not "
            "base64, `<<` with something other than mappings."
        ),
        why=("The API server accepts JSON. kubectl, kustomize and every controller convert first, and stop here."),
        bad=BAD,
        good=GOOD,
        fix=(
            'Write a value that JSON can represent. Protobuf\'s JSON accepts "NaN" and "Infinity" as strings if a '
            "field is a float."
        ),
        log=("json: unsupported value: NaN",),
        more=(
            Example(
                "a tag that contradicts its value",
                bad=BAD.replace(
                    '.nan  # want: yaml-unsupported "`.nan` is not a number in JSON"',
                    '!!int x  # want: yaml-unsupported "`x` is not a valid `!!int`"',
                ),
            ),
            Example(
                "a merge of something other than a mapping",
                bad=BAD.replace(
                    'fallback_policy: .nan  # want: yaml-unsupported "`.nan` is not a number in JSON"',
                    '<<: 5  # want: yaml-unsupported "a mapping or a list of mappings"',
                ),
            ),
        ),
    )


RULE = Rule(
    id="yaml-unsupported",
    severity="error",
    gate="api",
    page=page,
)
