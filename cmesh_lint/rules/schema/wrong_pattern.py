"""A string in an invalid form."""

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
      domains: ["*"]
      routes:
      - match:
          path_separated_prefix: /echo/  # want: wrong-pattern "not end with `/`"
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
        title="A string in an invalid form",
        catches=(
            "A string that does not have the form that Envoy's API requires: a line end in a header, a "
            "`path_separated_prefix` that ends with `/`."
        ),
        why=(
            "The agent validates everything outside of `typed_config` and refuses the whole object; Envoy validates "
            "the inside and rejects what it was sent. Either way, nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write it in the required form.",
        log=("value does not match regex pattern",),
        more=(
            Example(
                "a line end in a header",
                bad=fix_example(
                    BAD,
                    ("path_separated_prefix: /echo/", "prefix: /"),
                    (
                        "          cluster: default/echo\n",
                        '          cluster: default/echo\n          host_rewrite_literal: "a\\nb"  # want: wrong-pattern "must not contain line ends or NUL"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="wrong-pattern",
    severity="error",
    gate=None,
    page=page,
)
