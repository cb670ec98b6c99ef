"""A well-known type without `value`."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example

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
          owner: echo  # want: wrapped-value "move `owner` there"
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
        title="A well-known type without `value`",
        catches=(
            "A message such as `google.protobuf.Struct` or `google.protobuf.Duration` in an `Any`. Its JSON form has "
            "no room for `@type`, so its content must be in `value`, with no other key."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Move the content to `value`.",
        log=('unknown field "owner"',),
        more=(
            Example(
                "no content",
                bad=fix_example(
                    BAD,
                    (
                        '          "@type": type.googleapis.com/google.protobuf.Struct\n          owner: echo\n',
                        '          "@type": type.googleapis.com/google.protobuf.Duration\n',
                    ),
                ).replace("        team:\n", '        team:  # want: wrapped-value "must be in `value`"\n'),
            ),
        ),
    )


RULE = Rule(
    id="wrapped-value",
    severity="error",
    gate="dropped",
    page=page,
)
