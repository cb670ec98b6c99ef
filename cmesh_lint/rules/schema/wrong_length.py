"""A value that is too short or too long."""

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
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: echo
    virtual_hosts:
    - name: echo
      domains: []  # want: wrong-length "must not be empty"
      routes:
      - match:
          prefix: /
        route:
          cluster: default/echo
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
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
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: echo
    virtual_hosts:
    - name: echo
      domains: ["*"]
      routes:
      - match:
          prefix: /
        route:
          cluster: default/echo
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
"""


def page() -> Page:
    return Page(
        title="A value that is too short or too long",
        catches=(
            "A string, bytes, a list or a map that is shorter or longer than Envoy's API allows. Most often it is "
            "empty."
        ),
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Fill it, or shorten it.",
        log=(
            "value length must be at least",
            "value must contain at least 1 item(s)",
        ),
        more=(
            Example(
                "an empty string",
                bad=fix_example(
                    BAD,
                    ("domains: []", 'domains: ["*"]'),
                    (
                        "          cluster: default/echo\n",
                        '          cluster: default/echo\n          hash_policy: [{header: {header_name: ""}}]  # want: wrong-length "must not be empty"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="wrong-length",
    severity="error",
    gate=None,
    page=page,
)
