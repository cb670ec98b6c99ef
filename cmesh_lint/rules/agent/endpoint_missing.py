"""An `lb_endpoints` entry without `endpoint` crashes the agent."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An `lb_endpoints` entry without `endpoint` crashes the agent",
        catches=(
            "An entry of `lb_endpoints` without `endpoint`: with `endpoint_name`, with only a weight or metadata, or "
            "empty."
        ),
        why="The agent crashes on every node and restarts, over and over, for as long as the object exists.",
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment\n    cluster_name: other\n    endpoints:\n    - lb_endpoints:\n      - load_balancing_weight: 1  # want: endpoint-missing "nil pointer"\n',
            ),
        ),
        good=ECHO,
        fix="Write `endpoint` with its address.",
        log=("invalid memory address or nil pointer dereference", "qualifyEDSEndpoints"),
        more=(
            Example(
                "an `endpoint_name` in a cluster",
                bad=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: STATIC\n    connect_timeout: 5s\n    load_assignment:\n      cluster_name: default/echo\n      endpoints:\n      - lb_endpoints:\n        - {endpoint_name: echo}  # want: endpoint-missing "nil pointer"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="endpoint-missing",
    severity="critical",
    gate="crash",
    since="1.17",
    page=page,
)
