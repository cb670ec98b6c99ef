"""`@type` is missing."""

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
    from ..echo import ECHO

    return Page(
        title="`@type` is missing",
        catches=("A resource, a `typed_config` or another `Any` without `@type`, which says what message it holds."),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix="Add the `@type` of the message.",
        log=('missing "@type" field',),
        more=(
            Example(
                "a filter with a well-known name",
                bad=fix_example(
                    ECHO,
                    (
                        '            typed_config:\n              "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router\n',
                        '            typed_config:  # want: missing-type "`envoy.filters.http.router` usually takes `type.googleapis.com/envoy.extensions.filters.http.router.v3.Router`"\n              suppress_envoy_headers: true\n',
                    ),
                ),
            ),
            Example(
                "an `@type` that is not a string",
                bad=fix_example(
                    BAD,
                    (
                        "- name: default/echo",
                        '- "@type": 5  # want: missing-type "`@type` must be the name of a message, found the number `5`"\n    name: default/echo',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="missing-type",
    severity="error",
    gate="dropped",
    page=page,
)
