"""An invalid duration."""

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
        title="An invalid duration",
        catches=(
            "A duration that is not written as seconds with an `s`: `500ms`, `1m`, `5` and `5 s` are invalid; write "
            "`0.5s` and `60s`. More than nine decimal places and more than 315576000000 seconds are also invalid."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write seconds, such as `0.5s`.",
        log=('invalid google.protobuf.Duration value "500ms"',),
        more=(
            Example("minutes", bad=fix_example(BAD, ("500ms", '1m  # want: invalid-duration "write `60s`"'))),
            Example(
                "a number without a unit", bad=fix_example(BAD, ("500ms", '5  # want: invalid-duration "write `5s`"'))
            ),
            Example(
                "text",
                bad=fix_example(
                    BAD, ("500ms", 'soon  # want: invalid-duration "expected seconds such as `5s` or `0.25s`"')
                ),
            ),
            Example(
                "a boolean", bad=fix_example(BAD, ("500ms", 'true  # want: invalid-duration "invalid duration `true`"'))
            ),
        ),
    )


RULE = Rule(
    id="invalid-duration",
    severity="error",
    gate="dropped",
    page=page,
)
