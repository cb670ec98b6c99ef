"""A load balancing policy that the cluster does not provide."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from . import _kinds, _policies

SUB_CLUSTERS = "envoy.extensions.clusters.dynamic_forward_proxy.v3.SubClustersConfig"
WITHOUT = frozenset({"EDS", "LOGICAL_DNS", "STATIC", "STRICT_DNS"})


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `CLUSTER_PROVIDED`, in either spelling, for a cluster that provides none."""
    if cluster.type == SUB_CLUSTERS:
        if _kinds.policy(cluster) == "CLUSTER_PROVIDED":
            yield RULE.found(
                "`CLUSTER_PROVIDED` is not supported in `sub_clusters_config`; choose another policy",
                cluster.route_of("lb_policy"),
            )
        return
    kind = _kinds.kind(cluster)
    if kind == _kinds.FORWARD_PROXY and not _is_provided(cluster, config):
        yield RULE.found("a dynamic forward proxy needs `lb_policy: CLUSTER_PROVIDED`", cluster.route)
    if kind not in WITHOUT:
        return
    text = f"`CLUSTER_PROVIDED` is not supported in a `{kind}` cluster; choose another policy"
    policy = _policies.first(cluster, config.version)
    if policy is not None:
        if policy.type == _policies.PROVIDED:
            yield RULE.found(text, policy.route)
    elif _kinds.policy(cluster) == "CLUSTER_PROVIDED" and "load_balancing_policy" not in cluster.fields:
        yield RULE.found(text, cluster.route_of("lb_policy"))


def _is_provided(cluster: Message, config: EnvoyConfig) -> bool:
    if "load_balancing_policy" not in cluster.fields:
        return _kinds.policy(cluster) == "CLUSTER_PROVIDED"
    policy = _policies.first(cluster, config.version)
    return policy is None or policy.type == _policies.PROVIDED


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
lb_policy: CLUSTER_PROVIDED  # want: cluster-provided-policy "is not supported in a `STRICT_DNS` cluster"
""")
    return Page(
        title="A load balancing policy that the cluster does not provide",
        catches=(
            "`CLUSTER_PROVIDED` as the policy of a cluster of type `STATIC`, `EDS`, `STRICT_DNS` or `LOGICAL_DNS`, "
            "and any other policy for a dynamic forward proxy."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("CLUSTER_PROVIDED", "LEAST_REQUEST")),
        fix=(
            "Choose another policy, or leave `lb_policy` out for round robin. `CLUSTER_PROVIDED` is for "
            "`ORIGINAL_DST` and dynamic forward proxies."
        ),
        log=("cluster provided LB specified but cluster", "cluster provided LB not specified but cluster"),
        more=(
            Example(
                "the policy in `load_balancing_policy`",
                bad=_examples.dns_cluster("""\
load_balancing_policy:
  policies:
  - typed_extension_config:
      name: envoy.load_balancing_policies.cluster_provided
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.load_balancing_policies.cluster_provided.v3.ClusterProvided  # want: cluster-provided-policy "is not supported in a `STRICT_DNS` cluster"
"""),
            ),
            Example(
                "a dynamic forward proxy with another policy",
                bad=_examples.cluster("""\
cluster_type:
  name: envoy.clusters.dynamic_forward_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig
    dns_cache_config: {name: echo, dns_lookup_family: V4_ONLY}
""").replace(
                    "Cluster\n",
                    'Cluster  # want: cluster-provided-policy "a dynamic forward proxy needs `lb_policy: CLUSTER_PROVIDED`"\n',
                    1,
                ),
            ),
            Example(
                "sub-clusters of a dynamic forward proxy",
                bad=_examples.cluster("""\
lb_policy: CLUSTER_PROVIDED
cluster_type:
  name: envoy.clusters.dynamic_forward_proxy
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig
    sub_clusters_config:
      lb_policy: CLUSTER_PROVIDED  # want: cluster-provided-policy "is not supported in `sub_clusters_config`"
"""),
            ),
            Example(
                "an original destination cluster",
                good=_examples.cluster("type: ORIGINAL_DST\nlb_policy: CLUSTER_PROVIDED\n"),
            ),
        ),
    )


RULE = Rule(
    id="cluster-provided-policy",
    severity="error",
    gate="nacked",
    on=(CLUSTER, SUB_CLUSTERS),
    check=check,
    page=page,
)
