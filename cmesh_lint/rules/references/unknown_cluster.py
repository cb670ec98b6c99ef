"""A cluster that nobody defines."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import REFERRING, TCP_WEIGHTED, ClusterReference, references
from ...cec.envoy_config import TCP_PROXY, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ...suggest import did_you_mean, few
from ._clusters import is_known, lacks_qualification, meant_for_bootstrap

TCP = (TCP_PROXY, TCP_WEIGHTED)


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names of clusters that only this CEC could define, and does not."""
    for each in references(message, config):
        if is_known(each, config) or lacks_qualification(each, config):
            continue
        if each.qualified and meant_for_bootstrap(each.written):
            continue  # bootstrap-cluster-qualified
        yield RULE.found(_text(each, config), each.route, gate=each.gate, consequence=_cost(message, each))


def _text(reference: ClusterReference, config: EnvoyConfig) -> str:
    known = config.once("clusters to suggest", lambda: few(config.written(config.defined.clusters)))
    hint = did_you_mean(reference.written, known)
    became = f" (`{reference.name}` in Envoy)" if reference.name != reference.written else ""
    return f"no cluster is named `{reference.written}`{became}{hint}"


def _cost(message: Message, reference: ClusterReference) -> str:
    if reference.gate == "nacked":
        return ""
    return "connections are closed at once" if message.type in TCP else "requests that need it fail, most with 503"


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        ("cluster: default/echo\n", 'cluster: ehco  # want: unknown-cluster "no cluster is named `ehco`"\n'),
        (
            "    name: default/echo\n    type: EDS\n",
            "    name: echo\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n",
        ),
    )
    return Page(
        title="A cluster that nobody defines",
        catches=(
            "A route, a TCP proxy or a filter that names a cluster which only its own CEC could define, and which the CEC "
            "does not have. The agent puts `NAMESPACE/CEC/` before a cluster's name that has no `/`, so no other CEC can "
            "have it. Names with a `/` are left to the rule that looks at all files."
        ),
        why=(
            "Routes within a listener are refused by Envoy with the listener. Routes of a RouteConfiguration, TCP "
            "proxies and filters are taken, and each request that needs the cluster fails."
        ),
        bad=bad,
        good=fix_example(bad, ("ehco", "echo")),
        fix="Write the name of a cluster among the resources, or add the cluster.",
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
