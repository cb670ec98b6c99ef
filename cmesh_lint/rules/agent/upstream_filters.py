"""A cluster that the agent cannot put its filter into."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A cluster that the agent cannot put its filter into",
        catches=(
            "In a CEC with `services` the agent puts its policy filter into the HttpProtocolOptions of every "
            "cluster. It refuses a cluster whose transport socket has no `typed_config`, whose options hold "
            "another message, or whose upstream filters are out of order: the codec must be the last."
        ),
        why=(
            "The agent refuses the whole object. What an older version of it installed stays, until the agent "
            "starts again, and even when the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n    transport_socket:  # want: upstream-filters "Transport socket has no type"\n      name: envoy.transport_sockets.tls\n',
            ),
        ),
        good=ECHO,
        fix="Mend the cluster as the message says.",
        log=(
            "failed to inject upstream filters for cluster",
            "Transport socket has no type",
            "filter after codec filter",
            "failed to unmarshal HttpProtocolOptions",
        ),
    )


RULE = Rule(
    id="upstream-filters",
    severity="error",
    gate="refused",
    page=page,
)
