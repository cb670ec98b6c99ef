"""EDS set by extension name."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(custom: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames EDS clusters that the agent does not recognise."""
    cluster = custom.parent
    if custom.fields.get("name") in ("envoy.cluster.eds", "envoy.clusters.eds") and cluster is not None:
        given = cluster.child("eds_cluster_config")
        if given is None or "eds_config" not in given.fields:
            yield RULE.found(
                "the agent adds its endpoint source only for `type: EDS`; write that instead of `cluster_type`",
                custom.route_of("name"),
            )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="EDS set by extension name",
        catches="A cluster with `cluster_type: {name: envoy.cluster.eds}` instead of `type: EDS`.",
        why=(
            "The agent adds its endpoint source only to clusters with `type: EDS`. Without a source, Envoy rejects "
            "the cluster."
        ),
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n",
                '    cluster_type: {name: envoy.cluster.eds}  # want: eds-as-cluster-type "only for `type: EDS`"\n',
            ),
        ),
        good=ECHO,
        fix="Write `type: EDS`.",
    )


RULE = Rule(
    id="eds-as-cluster-type",
    severity="error",
    gate="nacked",
    on=("envoy.config.cluster.v3.Cluster.CustomClusterType",),
    check=check,
    page=page,
    formerly=("eds-by-name",),
)
