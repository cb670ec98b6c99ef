"""A value of the wrong kind."""

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
      domains: "*"  # want: wrong-type "expected a list for `domains`"
      routes:
      - match:
          prefix: /
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
        title="A value of the wrong kind",
        catches=(
            "A number or a boolean where text is wanted and the other way round, one value where a list is "
            "wanted, an object for a wrapper such as `num_retries`. YAML reads a bare `yes` or `on` as a "
            "boolean and a bare `5` as a number."
        ),
        why=(
            "The agent decodes each resource on its own. It skips one that it cannot decode, logs a warning "
            "that does not name the object, and installs the rest: a Listener that is gone takes its whole "
            "policy with it."
        ),
        bad=BAD,
        good=GOOD,
        fix=("Write the kind of value that the message asks for; quote text that YAML would read as something else."),
        log=(
            "unexpected token",
            "invalid value for string field value",
            "invalid value for bool field value",
        ),
    )


RULE = Rule(
    id="wrong-type",
    severity="error",
    gate="dropped",
    page=page,
)
