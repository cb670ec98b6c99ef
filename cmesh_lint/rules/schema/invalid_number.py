"""A number out of range for its field."""

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
        title="A number out of range for its field",
        catches=(
            "A fraction where an integer is required, a number that does not fit 32 or 64 bits, a negative number in "
            "an unsigned field, or a string that is not a number."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write a number that fits the field.",
        log=("invalid value for uint32 field",),
        more=(
            Example(
                "a fraction",
                bad=fix_example(BAD, ("bytes: -1", 'bytes: 1.5  # want: invalid-number "found the number `1.5`"')),
            ),
            Example(
                "text",
                bad=fix_example(BAD, ("bytes: -1", 'bytes: lots  # want: invalid-number "found the string `lots`"')),
            ),
            Example(
                "more than 32 bits",
                bad=fix_example(
                    BAD,
                    (
                        "bytes: -1",
                        'bytes: 4294967296  # want: invalid-number "must be an integer from 0 to 4294967295"',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="invalid-number",
    severity="error",
    gate="dropped",
    page=page,
)
