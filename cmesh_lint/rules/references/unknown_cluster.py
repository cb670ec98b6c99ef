"""Cluster is not defined in this CEC."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import REFERRING, ClusterReference, references
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ...suggest import did_you_mean, few
from ._clusters import cost, is_known, lacks_qualification, meant_for_bootstrap


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names of clusters that only this CEC could define, and does not."""
    for each in references(message, config):
        if is_known(each, config) or lacks_qualification(each, config):
            continue
        if each.qualified and meant_for_bootstrap(each.written):
            continue  # bootstrap-cluster-qualified
        yield RULE.found(_text(each, config), each.route, gate=each.gate, consequence=cost(message, each))


def _text(reference: ClusterReference, config: EnvoyConfig) -> str:
    known = config.once("clusters to suggest", lambda: few(config.written(config.defined.clusters)))
    hint = did_you_mean(reference.written, known)
    became = f" (`{reference.name}` in Envoy)" if reference.name != reference.written else ""
    return f"cluster `{reference.written}`{became} is not defined in this CEC{hint}"


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        ("cluster: default/echo\n", 'cluster: ehco  # want: unknown-cluster "cluster `ehco`"\n'),
        (
            "    name: default/echo\n    type: EDS\n",
            "    name: echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n",
        ),
    )
    return Page(
        title="Cluster is not defined in this CEC",
        catches=(
            "A route, a TCP proxy or a filter that references a cluster which only its own CEC can define, but does "
            "not. The agent puts `NAMESPACE/CEC/` before a cluster's name without `/`, so no other CEC can define it. "
            "For names with a `/` another rule looks at all files."
        ),
        why=(
            "Envoy rejects a listener whose own routes reference such a cluster. It accepts routes of a "
            "RouteConfiguration, TCP proxies and filters, but every request that needs the cluster fails."
        ),
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the name of a cluster in `resources`, or add the cluster.",
        log=("route: unknown cluster", "route: unknown weighted cluster", "route: unknown shadow cluster"),
    )


RULE = Rule(
    id="unknown-cluster",
    severity="error",
    gate=None,
    on=REFERRING,
    check=check,
    page=page,
)
