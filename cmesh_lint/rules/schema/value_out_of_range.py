"""A value out of range."""

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
    connect_timeout: 0s  # want: value-out-of-range "must be longer than 0s"
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
        title="A value out of range",
        catches=(
            "A number or a duration that Envoy's API does not allow: a percentage above 100, a port above 65535, a "
            "timeout of 0s."
        ),
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write a value within the range.",
        log=(
            "value must be greater than",
            "value must be less than or equal to",
            "value must be inside range",
        ),
        more=(
            Example(
                "a number",
                bad=fix_example(
                    BAD,
                    (
                        "connect_timeout: 0s",
                        'connect_timeout: 5s\n    outlier_detection:\n      max_ejection_percent: 101  # want: value-out-of-range "must be at most 100"',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="value-out-of-range",
    severity="error",
    gate=None,
    page=page,
)
