"""`load_balancing_policy` is missing or empty."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message, payload_type
from ...rule import Example, Page, Rule, fix_example
from . import _kinds, _policies

SUBSET = "envoy.extensions.load_balancing_policies.subset.v3.Subset"


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a missing or empty `load_balancing_policy`."""
    if cluster.type == SUBSET:
        if _is_taken(cluster, config):
            yield from _of_subset(cluster, config)
        return
    chosen = cluster.child("load_balancing_policy")
    if chosen is None:
        if _kinds.policy(cluster) == "LOAD_BALANCING_POLICY_CONFIG" and "load_balancing_policy" not in cluster.fields:
            text = "`LOAD_BALANCING_POLICY_CONFIG` needs `load_balancing_policy`, which is not set"
            yield RULE.found(text, cluster.route_of("lb_policy"))
    elif not chosen.fields.get("policies"):
        yield RULE.found("`load_balancing_policy` has no `policies`; add one", chosen.route, at="key")
    elif all(_is_unset(policy) for policy in chosen.children("policies")):
        text = "no policy in `load_balancing_policy` has a `typed_config` with a policy's `@type`"
        yield RULE.found(text, chosen.route_of("policies"), at="key")
    elif not _policies.has_usable(chosen, config.version):
        text = "Cilium's Envoy has none of the policies in `load_balancing_policy`"
        yield RULE.found(text, chosen.route_of("policies"), at="key")


def _is_taken(subset: Message, config: EnvoyConfig) -> bool:
    """Whether it is the policy that Envoy takes of the list that it is in."""
    extension = subset.parent.parent if subset.parent is not None else None
    policy = extension.parent if extension is not None else None
    return policy is None or _policies.taken(policy.parent, config.version) is subset


def _of_subset(subset: Message, config: EnvoyConfig) -> Iterator[Problem]:
    inner = subset.child("subset_lb_policy")
    if inner is None:
        yield RULE.found("no `subset_lb_policy`, which balances the load in a subset", subset.route)
    elif not _policies.has_usable(inner, config.version):
        text = "Cilium's Envoy has none of the policies in `subset_lb_policy`"
        yield RULE.found(text, inner.route_of("policies") if "policies" in inner.keys else inner.route, at="key")


def _is_unset(policy: Message) -> bool:
    """Whether the policy has no configuration, or one of a type that is never a policy's."""
    extension = policy.child("typed_extension_config")
    written = extension.get("typed_config") if extension is not None else None
    return not written or (isinstance(written, dict) and payload_type(written).startswith("google.protobuf."))


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
lb_policy: LOAD_BALANCING_POLICY_CONFIG  # want: no-load-balancing-policy "which is not set"
""")
    return Page(
        title="`load_balancing_policy` is missing or empty",
        catches=(
            "`lb_policy: LOAD_BALANCING_POLICY_CONFIG` without `load_balancing_policy`, a `load_balancing_policy` "
            "without `policies`, or one whose policies are all empty."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("LOAD_BALANCING_POLICY_CONFIG", "ROUND_ROBIN")),
        fix="Add a policy to `load_balancing_policy`, or set a simple one in `lb_policy`.",
        log=(
            "cluster: field load_balancing_policy need to be set",
            "didn't find a registered load balancer factory implementation for cluster",
        ),
        more=(
            Example(
                "no policies",
                bad=_examples.dns_cluster("""\
load_balancing_policy: {}  # want: no-load-balancing-policy "has no `policies`; add one"
"""),
            ),
            Example(
                "a policy without `typed_config`",
                bad=_examples.dns_cluster("""\
load_balancing_policy:
  policies:  # want: no-load-balancing-policy "has a `typed_config`"
  - typed_extension_config: {name: envoy.load_balancing_policies.round_robin}
"""),
            ),
        ),
    )


RULE = Rule(
    id="no-load-balancing-policy",
    severity="error",
    gate="nacked",
    on=(CLUSTER, SUBSET),
    check=check,
    page=page,
)
