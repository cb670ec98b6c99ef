"""A virtual cluster without headers."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a virtual cluster without `headers`."""
    if not cluster.fields.get("headers"):
        yield RULE.found("the virtual cluster has no `headers`; add the headers that its requests have", cluster.route)


def page() -> Page:
    from . import _examples

    bad = _examples.hosts("""\
- name: echo
  domains: ["*"]
  virtual_clusters:
  - name: orders  # want: virtual-cluster-without-headers "has no `headers`"
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
""")
    return Page(
        title="A virtual cluster without headers",
        catches="An entry of `virtual_clusters` whose `headers` is missing or empty.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(
            bad,
            (
                "- name: orders",
                "- name: orders\n        headers:\n        - {name: ':path', string_match: {prefix: /orders}}",
            ),
        ),
        fix=(
            "Set the requests that it counts in `headers`, such as `{name: ':path', string_match: {prefix: /orders}}`."
        ),
        log=("virtual clusters must define 'headers'",),
    )


RULE = Rule(
    id="virtual-cluster-without-headers",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.VirtualCluster",),
    check=check,
    page=page,
)
