"""Text in a form that is not allowed."""

from __future__ import annotations

from ...rule import Page, Rule

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
          path_separated_prefix: /echo/  # want: wrong-pattern "not end in `/`"
        route:
          cluster: default/echo
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
"""


def page() -> Page:
    return Page(
        title="Text in a form that is not allowed",
        catches=(
            "Text that does not have the form that Envoy's API asks for: a line end in a header, a "
            "`path_separated_prefix` that ends in `/`."
        ),
        why=(
            "The agent checks what lies outside of every `typed_config` and refuses the whole object; Envoy "
            "checks the inside and rejects what it was sent. Either way nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Write the text in the form that is asked for.",
        log=("value does not match regex pattern",),
    )


RULE = Rule(
    id="wrong-pattern",
    severity="error",
    gate=None,
    page=page,
)
