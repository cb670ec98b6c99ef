"""A virtual cluster that says nothing of the requests it counts."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Rule, mended
from . import _examples


def judge(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a virtual cluster without `headers`."""
    if not cluster.fields.get("headers"):
        yield RULE.found("the virtual cluster has no `headers`; expected what its requests look like", cluster.route)


BAD = _examples.hosts("""\
- name: echo
  domains: ["*"]
  virtual_clusters:
  - name: orders  # want: virtual-cluster-without-headers "has no `headers`"
  routes:
  - match: {prefix: /}
    direct_response: {status: 200}
""")
RULE = Rule(
    id="virtual-cluster-without-headers",
    title="A virtual cluster without headers to match",
    severity="error",
    gate="nacked",
    catches="An entry of `virtual_clusters` whose `headers` is missing or empty.",
    why=_examples.REJECTED,
    bad=BAD,
    good=mended(
        BAD,
        (
            "- name: orders",
            "- name: orders\n        headers:\n        - {name: ':path', string_match: {prefix: /orders}}",
        ),
    ),
    fix="Say with `headers` which requests it counts, such as `{name: ':path', string_match: {prefix: /orders}}`.",
    log=("virtual clusters must define 'headers'",),
    on=("envoy.config.route.v3.VirtualCluster",),
    judge=judge,
)
