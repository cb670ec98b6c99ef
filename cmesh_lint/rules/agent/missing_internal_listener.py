"""An internal listener that is not there."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An internal listener that is not there",
        catches=(
            "An endpoint with an `envoy_internal_address` whose `server_listener_name` is no internal "
            "listener of the same CEC."
        ),
        why=(
            "The agent refuses the whole object. What an older version of it installed stays, until the agent "
            "starts again, and even when the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: inner\n    type: STATIC\n    connect_timeout: 5s\n    load_assignment:\n      cluster_name: inner\n      endpoints:\n      - lb_endpoints:\n        - endpoint:\n            address:\n              envoy_internal_address:\n                server_listener_name: nowhere  # want: missing-internal-listener "missing internal listener: nowhere"\n',
            ),
        ),
        good=ECHO,
        fix="Add the listener with `internal_listener: {}`, or correct the name.",
        log=("Cluster refers to missing internal listener",),
    )


RULE = Rule(
    id="missing-internal-listener",
    severity="error",
    gate="refused",
    since="1.17",
    page=page,
)
