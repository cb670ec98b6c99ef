"""An endpoint that crashes the agent."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An endpoint that crashes the agent",
        catches=(
            "An entry of `lb_endpoints` without `endpoint`: one with `endpoint_name`, with a weight or "
            "metadata only, or empty."
        ),
        why="The agent of every node dies of it and starts again, as long as the object exists.",
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment\n    cluster_name: other\n    endpoints:\n    - lb_endpoints:\n      - load_balancing_weight: 1  # want: endpoint-missing "nil pointer"\n',
            ),
        ),
        good=ECHO,
        fix="Write the `endpoint` with its address.",
        log=("invalid memory address or nil pointer dereference", "qualifyEDSEndpoints"),
    )


RULE = Rule(
    id="endpoint-missing",
    severity="critical",
    gate="crash",
    since="1.17",
    page=page,
)
