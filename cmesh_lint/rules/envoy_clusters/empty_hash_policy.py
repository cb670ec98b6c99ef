"""An empty hash policy crashes Envoy."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

HASHED = frozenset({"header", "cookie", "connection_properties", "query_parameter", "filter_state"})
_HASHING = "envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig"


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an entry of a load balancer's `hash_policy` that says not what to hash."""
    if policy.parent is not None and policy.parent.type == _HASHING and HASHED.isdisjoint(policy.fields):
        yield RULE.found(
            "the hash policy has nothing to hash; set one of `header`, `cookie`, `connection_properties`, `query_parameter` or `filter_state`",
            policy.route,
            consequence="Envoy crashes on every node, and again each time it receives the cluster",
        )


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
load_balancing_policy:
  policies:
  - typed_extension_config:
      name: envoy.load_balancing_policies.ring_hash
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash
        consistent_hashing_lb_config:
          hash_policy:
          - terminal: true  # want: empty-hash-policy "has nothing to hash"
""")
    return Page(
        title="An empty hash policy crashes Envoy",
        catches=(
            "An entry of `hash_policy` in a ring hash or Maglev policy under `load_balancing_policy` with none of "
            "`header`, `cookie`, `connection_properties`, `query_parameter` and `filter_state`."
        ),
        why=(
            "Envoy does not validate the config of a load balancing policy, and panics when it reaches this entry. "
            "All traffic that it serves on the node is interrupted, and it crashes again after it has restarted."
        ),
        bad=bad,
        good=fix_example(bad, ("- terminal: true", "- header: {header_name: x-user}")),
        fix="Set what to hash, such as `header: {header_name: x-user}`, or remove the entry.",
        log=("panic: hash policy not set",),
        more=(
            Example(
                "a hash policy of a route",
                good=_examples.dns_cluster("lb_policy: RING_HASH\n")
                + """\
  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration
    name: echo
    virtual_hosts:
    - name: echo
      domains: ["*"]
      routes:
      - match: {prefix: /}
        route: {cluster: echo, hash_policy: [{header: {header_name: x-user}}]}
""",
            ),
        ),
    )


RULE = Rule(
    id="empty-hash-policy",
    severity="critical",
    gate="nacked",
    on=("envoy.config.route.v3.RouteAction.HashPolicy",),
    check=check,
    page=page,
)
