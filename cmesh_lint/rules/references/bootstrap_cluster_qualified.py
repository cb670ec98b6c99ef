"""A cluster of Cilium's own bootstrap by a name that the agent changes."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import REFERRING, references
from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._clusters import is_known, meant_for_bootstrap


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names that would be known if the agent left them alone."""
    for each in references(message, config):
        meant = meant_for_bootstrap(each.written)
        if meant and each.qualified and not is_known(each, config):
            hint = f"; did you mean `{meant}`?" if "/" in meant else "; define a cluster of its own here"
            text = f"the agent makes `{each.name}` of `{each.written}`, and no cluster has that name{hint}"
            yield RULE.found(text, each.route, gate=each.gate)


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
        title="A cluster of the bootstrap by a name that the agent changes",
        catches=(
            "A route to a cluster that Envoy has from the start, such as `envoy-admin` or `egress-cluster`, by a name "
            "without `/`. The agent puts `NAMESPACE/CEC/` before it, and no cluster has that name."
        ),
        why="Envoy refuses a listener with such a route; a route of a RouteConfiguration answers 503.",
        bad=bad,
        good=fix_example(bad, ("cluster: envoy-admin", "cluster: /envoy-admin")),
        fix=(
            "The admin interface is `/envoy-admin`. The others cannot be reached from routes: define a cluster of type "
            "ORIGINAL_DST, or one for the Service, in the CEC."
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
