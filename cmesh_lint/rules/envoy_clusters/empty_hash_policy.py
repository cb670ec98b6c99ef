"""A hash policy of a load balancer that hashes nothing, and takes Envoy down."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

HASHED = frozenset({"header", "cookie", "connection_properties", "query_parameter", "filter_state"})
_HASHING = "envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig"


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an entry of a load balancer's `hash_policy` that says not what to hash."""
    if policy.parent is not None and policy.parent.type == _HASHING and HASHED.isdisjoint(policy.fields):
        yield RULE.found(
            "the hash policy does not say what to hash; expected `header`, `cookie` or the like",
            policy.route,
            consequence="Envoy crashes on every node, and again whenever it is given the cluster",
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
          - terminal: true  # want: empty-hash-policy "does not say what to hash"
""")
    return Page(
        title="A hash policy that hashes nothing",
        catches=(
            "An entry of the `hash_policy` of a ring hash or Maglev policy under `load_balancing_policy` with none of `header`, "
            "`cookie`, `connection_properties`, `query_parameter` and `filter_state`."
        ),
        why=(
            "Envoy does not validate what configures a load balancing policy, and panics when it comes to this entry. All "
            "traffic that it serves on the node breaks off, and it crashes again when it has restarted."
        ),
        bad=bad,
        good=fix_example(bad, ("- terminal: true", "- header: {header_name: x-user}")),
        fix="Say what to hash, such as `header: {header_name: x-user}`, or take the entry out.",
        log=("panic: hash policy not set",),
    )


RULE = Rule(
    id="empty-hash-policy",
    severity="critical",
    gate="nacked",
    on=("envoy.config.route.v3.RouteAction.HashPolicy",),
    check=check,
    page=page,
)
