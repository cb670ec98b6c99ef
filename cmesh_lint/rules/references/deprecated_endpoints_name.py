"""Endpoints name ends in `:*`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...cec.xds_names import endpoints_name
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name an EDS cluster asks for endpoints by, if it ends in `:*`."""
    asked = endpoints_name(cluster, config) if cluster.parent is cluster.top else None
    if asked is not None and asked.name.endswith(":*"):
        text = f"`{asked.name}` is only published up to Cilium 1.20; write `{asked.name.removesuffix(':*')}`"
        yield RULE.found(text, asked.route)


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "    name: default/echo\n    type: EDS\n",
            "    name: default/echo\n    type: EDS\n    eds_cluster_config:\n"
            '      service_name: default/echo:*  # want: deprecated-endpoints-name "write `default/echo`"\n',
        ),
    )
    return Page(
        title="Endpoints name ends in `:*`",
        catches="An EDS cluster whose name or `service_name` ends in `:*`.",
        why="It means the same as the name without `:*`, and releases after Cilium 1.20 no longer publish it.",
        bad=bad,
        good=fix_example(bad, ("default/echo:*", "default/echo")),
        fix="Remove the `:*`.",
    )


RULE = Rule(
    id="deprecated-endpoints-name",
    severity="info",
    gate="runtime",
    effect="it works up to Cilium 1.20; with later releases every request to the cluster gets 503",
    on=(CLUSTER,),
    check=check,
    page=page,
    formerly=("endpoints-name-star",),
)
