"""Name of a built-in cluster that the agent rewrites."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import REFERRING, references
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._clusters import cost, is_known, meant_for_bootstrap


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names that would be known if the agent left them alone."""
    for each in references(message, config):
        meant = meant_for_bootstrap(each.written)
        if meant and each.qualified and not is_known(each, config):
            hint = f"; did you mean `{meant}`?" if "/" in meant else "; define a cluster in this CEC instead"
            text = f"the agent rewrites `{each.written}` to `{each.name}`, which does not exist{hint}"
            yield RULE.found(text, each.route, gate=each.gate, consequence=cost(message, each))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "cluster: default/echo\n",
            'cluster: envoy-admin  # want: bootstrap-cluster-qualified "did you mean `/envoy-admin`?"\n',
        ),
        ("          timeout: 5s\n", "          timeout: 5s\n          prefix_rewrite: /stats/prometheus\n"),
        ("prefix: /\n", "path: /metrics\n"),
    )
    return Page(
        title="Name of a built-in cluster that the agent rewrites",
        catches=(
            "A route to a cluster that is part of Envoy's bootstrap, such as `envoy-admin` or `egress-cluster`, by a "
            "name without `/`. The agent puts `NAMESPACE/CEC/` before it, and no cluster has that name."
        ),
        why="Envoy rejects a listener with such a route. A route of a RouteConfiguration answers with 503.",
        bad=bad,
        good=fix_example(bad, ("cluster: envoy-admin", "cluster: /envoy-admin")),
        fix=(
            "The admin interface is `/envoy-admin`. Routes cannot use the other built-in clusters: define a cluster of "
            "type ORIGINAL_DST, or one for the Service, in the CEC."
        ),
        log=("route: unknown cluster",),
    )


RULE = Rule(
    id="bootstrap-cluster-qualified",
    severity="error",
    gate=None,
    on=REFERRING,
    check=check,
    page=page,
)
