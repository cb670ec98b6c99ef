"""An unknown field."""

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
    connect_timeoutt: 5s  # want: unknown-field "did you mean `connect_timeout`"
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
    from ..echo import ECHO

    return Page(
        title="An unknown field",
        catches=(
            "A key that is not a field of its message: a typo, wrong indentation, a field of Envoy's v2 API, or one "
            "that this Cilium version does not know yet. Both spellings of a field, `connect_timeout` and "
            "`connectTimeout`, are valid."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Correct the name, or move the field to the message it belongs to.",
        log=(
            "Ignoring invalid CiliumEnvoyConfig JSON",
            'unknown field "connect_timeoutt"',
        ),
        more=(
            Example(
                "a field of the v2 API",
                bad=fix_example(
                    BAD,
                    (
                        "    connect_timeoutt: 5s\n",
                        '    hosts: []  # want: unknown-field "in Envoy\'s v3 API it is `load_assignment`"\n',
                    ),
                ),
            ),
            Example(
                "wrong indentation",
                bad=fix_example(
                    ECHO,
                    (
                        "          timeout: 5s\n",
                        '        retry_policy: {num_retries: 2}  # want: unknown-field "it is a field of RouteAction"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="unknown-field",
    severity="error",
    gate="dropped",
    page=page,
)
