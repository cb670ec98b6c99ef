"""A load balancing policy that the cluster's type does not bring."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from . import _kinds, _policies

SUB_CLUSTERS = "envoy.extensions.clusters.dynamic_forward_proxy.v3.SubClustersConfig"
WITHOUT = frozenset({"EDS", "LOGICAL_DNS", "STATIC", "STRICT_DNS"})


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `CLUSTER_PROVIDED`, in either spelling, for a cluster that provides none."""
    if cluster.type == SUB_CLUSTERS:
        if _kinds.policy(cluster) == "CLUSTER_PROVIDED":
            yield RULE.found("a cluster of a forward proxy's host provides no policy", cluster.route_of("lb_policy"))
        return
    kind = _kinds.kind(cluster)
    if kind == _kinds.FORWARD_PROXY and not _is_provided(cluster, config):
        yield RULE.found("a forward proxy chooses hosts itself; expected `lb_policy: CLUSTER_PROVIDED`", cluster.route)
    if kind not in WITHOUT:
        return
    told = f"a `{kind}` cluster provides no load balancing policy; expected another"
    policy = _policies.first(cluster, config.version)
    if policy is not None:
        if policy.type == _policies.PROVIDED:
            yield RULE.found(told, policy.route)
    elif _kinds.policy(cluster) == "CLUSTER_PROVIDED" and "load_balancing_policy" not in cluster.fields:
        yield RULE.found(told, cluster.route_of("lb_policy"))


def _is_provided(cluster: Message, config: EnvoyConfig) -> bool:
    if "load_balancing_policy" not in cluster.fields:
        return _kinds.policy(cluster) == "CLUSTER_PROVIDED"
    policy = _policies.first(cluster, config.version)
    return policy is None or policy.type == _policies.PROVIDED


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
lb_policy: CLUSTER_PROVIDED  # want: cluster-provided-policy "a `STRICT_DNS` cluster provides no load balancing policy"
""")
    return Page(
        title="A load balancing policy that the cluster does not provide",
        catches=(
            "`CLUSTER_PROVIDED` as the policy of a cluster of the type `STATIC`, `EDS`, `STRICT_DNS` or `LOGICAL_DNS`, and "
            "another policy for a dynamic forward proxy."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("CLUSTER_PROVIDED", "LEAST_REQUEST")),
        fix="Choose a policy, or leave `lb_policy` out for round robin. `CLUSTER_PROVIDED` is for `ORIGINAL_DST`.",
        log=("cluster provided LB specified but cluster", "cluster provided LB not specified but cluster"),
    )


RULE = Rule(
    id="cluster-provided-policy",
    severity="error",
    gate="nacked",
    on=(CLUSTER, SUB_CLUSTERS),
    check=check,
    page=page,
)
