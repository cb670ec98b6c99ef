"""One element twice in a list of different ones."""

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
          prefix: /
        route:
          cluster: default/echo
          internal_redirect_policy:
            response_headers_to_copy: [x-a, x-a]  # want: repeated-element "same element twice"
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
          internal_redirect_policy:
            response_headers_to_copy: [x-a, x-b]
"""


def page() -> Page:
    return Page(
        title="One element twice in a list of different ones",
        catches="A list that may hold each element once, and holds one twice.",
        why=(
            "The agent checks what lies outside of every `typed_config` and refuses the whole object; Envoy "
            "checks the inside and rejects what it was sent. Either way nothing new is installed."
        ),
        bad=BAD,
        good=GOOD,
        fix="Take the second one out.",
        log=("repeated value must contain unique items",),
    )


RULE = Rule(
    id="repeated-element",
    severity="error",
    gate=None,
    page=page,
)
