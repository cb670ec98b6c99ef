"""An `eds_cluster_config` in a cluster of another type."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Rule, mended
from . import _examples


def judge(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `eds_cluster_config` of a cluster whose `type` is not `EDS`."""
    if "eds_cluster_config" in cluster.fields and cluster.fields.get("type", "STATIC") != "EDS":
        found = "`cluster_type`" if "cluster_type" in cluster.fields else f"`{cluster.fields.get('type', 'STATIC')}`"
        text = f"`eds_cluster_config` is for clusters of `type: EDS`; found {found}"
        yield RULE.found(text, cluster.route_of("eds_cluster_config"), at="key")


BAD = _examples.dns_cluster("""\
eds_cluster_config:  # want: eds-config-without-eds "is for clusters of `type: EDS`; found `STRICT_DNS`"
  service_name: default/echo
""")
RULE = Rule(
    id="eds-config-without-eds",
    title="An eds_cluster_config in a cluster of another type",
    severity="error",
    gate="nacked",
    catches="A cluster with `eds_cluster_config` whose `type` is not `EDS`; without a `type` it is `STATIC`.",
    why=_examples.REJECTED,
    bad=BAD,
    good=mended(BAD, ("    eds_cluster_config:\n      service_name: default/echo\n", "")),
    fix="Set `type: EDS`, or take `eds_cluster_config` out.",
    log=("eds_cluster_config set in a non-EDS cluster",),
    on=(CLUSTER,),
    judge=judge,
)
