"""`eds_cluster_config` in a cluster that is not EDS."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `eds_cluster_config` of a cluster whose `type` is not `EDS`."""
    if "eds_cluster_config" in cluster.fields and cluster.fields.get("type", "STATIC") != "EDS":
        found = "`cluster_type`" if "cluster_type" in cluster.fields else f"`{cluster.fields.get('type', 'STATIC')}`"
        text = f"`eds_cluster_config` is only allowed with `type: EDS`, found {found}"
        yield RULE.found(text, cluster.route_of("eds_cluster_config"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
eds_cluster_config:  # want: eds-config-without-eds "is only allowed with `type: EDS`, found `STRICT_DNS`"
  service_name: default/echo
""")
    return Page(
        title="`eds_cluster_config` in a cluster that is not EDS",
        catches="A cluster with `eds_cluster_config` whose `type` is not `EDS`; without `type` it is `STATIC`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("    eds_cluster_config:\n      service_name: default/echo\n", "")),
        fix="Set `type: EDS`, or remove `eds_cluster_config`.",
        log=("eds_cluster_config set in a non-EDS cluster",),
        more=(
            Example(
                "no `type`",
                bad=_examples.cluster("""\
eds_cluster_config:  # want: eds-config-without-eds "found `STATIC`"
  service_name: default/echo
"""),
            ),
            Example(
                "a `cluster_type`",
                bad=_examples.cluster("""\
cluster_type: {name: envoy.cluster.eds}
eds_cluster_config:  # want: eds-config-without-eds "found `cluster_type`"
  service_name: default/echo
"""),
            ),
        ),
    )


RULE = Rule(
    id="eds-config-without-eds",
    severity="error",
    gate="nacked",
    on=(CLUSTER,),
    check=check,
    page=page,
)
