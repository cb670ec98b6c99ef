"""A value of the wrong type."""

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
      domains: "*"  # want: wrong-type "expected a list for `domains`"
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
        title="A value of the wrong type",
        catches=(
            "A number or a boolean where a string is required and the other way round, one value where a list is "
            "required, an object for a wrapper such as `num_retries`. YAML reads a bare `yes` or `on` as a boolean "
            "and a bare `5` as a number."
        ),
        why=(
            "The agent decodes each resource separately. It skips one that it cannot decode, logs a warning that "
            "does not name the object, and installs the rest: if a Listener is skipped, its whole policy is lost."
        ),
        bad=BAD,
        good=GOOD,
        fix=(
            "Write a value of the type that the message asks for; quote strings that YAML would read as something else."
        ),
        log=(
            "unexpected token",
            "invalid value for string field value",
            "invalid value for bool field value",
        ),
        more=(
            Example(
                "a boolean where a string is required",
                bad=fix_example(
                    BAD, ('domains: "*"', 'domains: [on]  # want: wrong-type "quote it if the text is meant"')
                ),
            ),
            Example(
                "a number where a string is required",
                bad=fix_example(BAD, ('domains: "*"', 'domains: [5]  # want: wrong-type "quote it"')),
            ),
            Example(
                "a boolean in quotes",
                bad=fix_example(
                    BAD,
                    ('domains: "*"', 'domains: ["*"]'),
                    (
                        "          cluster: default/echo\n",
                        '          cluster: default/echo\n          auto_host_rewrite: "true"  # want: wrong-type "remove the quotes"\n',
                    ),
                ),
            ),
            Example(
                "a wrapper written as an object",
                bad=fix_example(
                    BAD,
                    ('domains: "*"', 'domains: ["*"]'),
                    (
                        "          cluster: default/echo\n",
                        '          cluster: default/echo\n          retry_policy:\n            num_retries: {value: 3}  # want: wrong-type "write the value itself"\n',
                    ),
                ),
            ),
            Example(
                "an object where a list is required",
                bad=fix_example(BAD, ('domains: "*"', 'domains: {a: b}  # want: wrong-type "begin it with `- `"')),
            ),
            Example(
                "a list where a string is required",
                bad=fix_example(
                    BAD,
                    ('domains: "*"', 'domains: ["*"]'),
                    (
                        "          cluster: default/echo\n",
                        '          cluster: [default/echo]  # want: wrong-type "it takes a single value"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="wrong-type",
    severity="error",
    gate="dropped",
    page=page,
)
