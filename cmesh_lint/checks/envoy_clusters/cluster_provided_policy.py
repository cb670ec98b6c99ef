"""A load balancing policy that the cluster's type does not bring."""

from __future__ import annotations

from collections.abc import Iterator

from ...envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Rule, mended
from . import _examples, _kinds, _policies

WITHOUT = frozenset({"EDS", "LOGICAL_DNS", "STATIC", "STRICT_DNS"})


def judge(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `CLUSTER_PROVIDED`, in either spelling, for a cluster that provides none."""
    kind = _kinds.kind(cluster)
    if kind not in WITHOUT:
        return
    told = f"a `{kind}` cluster provides no load balancing policy; expected another"
    policy = _policies.first(cluster)
    if policy is not None:
        if policy.type == _policies.PROVIDED:
            yield RULE.found(told, policy.route)
    elif _kinds.policy(cluster) == "CLUSTER_PROVIDED" and "load_balancing_policy" not in cluster.fields:
        yield RULE.found(told, cluster.route_of("lb_policy"))


BAD = _examples.dns_cluster("""\
lb_policy: CLUSTER_PROVIDED  # want: cluster-provided-policy "a `STRICT_DNS` cluster provides no load balancing policy"
""")
RULE = Rule(
    id="cluster-provided-policy",
    title="A load balancing policy that the cluster does not provide",
    severity="error",
    gate="nacked",
    catches="`CLUSTER_PROVIDED` as the policy of a cluster of the type `STATIC`, `EDS`, `STRICT_DNS` or `LOGICAL_DNS`.",
    why=_examples.REJECTED,
    bad=BAD,
    good=mended(BAD, ("CLUSTER_PROVIDED", "LEAST_REQUEST")),
    fix="Choose a policy, or leave `lb_policy` out for round robin. `CLUSTER_PROVIDED` is for `ORIGINAL_DST`.",
    log=("cluster provided LB specified but cluster",),
    catalogue=("CM763",),
    on=(CLUSTER,),
    judge=judge,
)
