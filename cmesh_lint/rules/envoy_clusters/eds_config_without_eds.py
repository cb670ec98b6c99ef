"""An `eds_cluster_config` in a cluster of another type."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `eds_cluster_config` of a cluster whose `type` is not `EDS`."""
    if "eds_cluster_config" in cluster.fields and cluster.fields.get("type", "STATIC") != "EDS":
        found = "`cluster_type`" if "cluster_type" in cluster.fields else f"`{cluster.fields.get('type', 'STATIC')}`"
        text = f"`eds_cluster_config` is for clusters of `type: EDS`; found {found}"
        yield RULE.found(text, cluster.route_of("eds_cluster_config"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
eds_cluster_config:  # want: eds-config-without-eds "is for clusters of `type: EDS`; found `STRICT_DNS`"
  service_name: default/echo
""")
    return Page(
        title="An eds_cluster_config in a cluster of another type",
        catches="A cluster with `eds_cluster_config` whose `type` is not `EDS`; without a `type` it is `STATIC`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("    eds_cluster_config:\n      service_name: default/echo\n", "")),
        fix="Set `type: EDS`, or take `eds_cluster_config` out.",
        log=("eds_cluster_config set in a non-EDS cluster",),
    )


RULE = Rule(
    id="eds-config-without-eds",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
