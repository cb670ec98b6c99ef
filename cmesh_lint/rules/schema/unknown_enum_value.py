"""An unknown enum value."""

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
    type: eds  # want: unknown-enum-value "did you mean `EDS`"
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
        title="An unknown enum value",
        catches="An enum value in the wrong case, a name that the enum does not have, or a number in quotes.",
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write the name as the API spells it.",
        log=('invalid value for enum field type: "eds"',),
        more=(
            Example(
                "a number in quotes",
                bad=fix_example(
                    BAD, ("type: eds", 'type: "3"  # want: unknown-enum-value "write a number without quotes"')
                ),
            ),
            Example(
                "an unknown name",
                bad=fix_example(
                    BAD, ("type: eds", 'type: DYNAMIC  # want: unknown-enum-value "unknown value `DYNAMIC`"')
                ),
            ),
        ),
    )


RULE = Rule(
    id="unknown-enum-value",
    severity="error",
    gate="dropped",
    page=page,
)
