"""A required field is missing."""

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
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster  # want: missing-field "required field `name`"
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
        title="A required field is missing",
        catches=(
            "A field that Envoy's API requires. A number or string whose empty value is forbidden also counts as "
            "required."
        ),
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Set the field.",
        log=(
            "failed to validate",
            "value length must be at least 1",
            "value is required",
            "Proto constraint validation failed",
        ),
        more=(
            Example(
                "a field of a message below",
                bad=fix_example(
                    BAD,
                    (
                        "    connect_timeout: 5s\n",
                        """    name: default/echo
    connect_timeout: 5s
    transport_socket:  # want: missing-field "required field `name` of TransportSocket is missing"
      typed_config: {"@type": type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer}
""",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="missing-field",
    severity="error",
    gate=None,
    page=page,
)
