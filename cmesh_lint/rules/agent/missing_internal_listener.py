"""An internal listener that does not exist."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An internal listener that does not exist",
        catches=(
            "An endpoint with an `envoy_internal_address` whose `server_listener_name` is not an internal listener "
            "of the same CEC."
        ),
        why=(
            "The agent refuses the whole object. Whatever an older version of the object installed stays in place "
            "until the agent restarts, even if the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: inner\n    type: STATIC\n    connect_timeout: 5s\n    load_assignment:\n      cluster_name: inner\n      endpoints:\n      - lb_endpoints:\n        - endpoint:\n            address:\n              envoy_internal_address:\n                server_listener_name: nowhere  # want: missing-internal-listener "missing internal listener: nowhere"\n',
            ),
        ),
        good=ECHO,
        fix="Add a listener with that name and `internal_listener: {}`, or correct the name.",
        log=("Cluster refers to missing internal listener",),
        more=(
            Example(
                "a ClusterLoadAssignment",
                bad=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment\n    cluster_name: other\n    endpoints:\n    - lb_endpoints:\n      - endpoint:\n          address:\n            envoy_internal_address:\n              server_listener_name: nowhere  # want: missing-internal-listener "missing internal listener: nowhere"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="missing-internal-listener",
    severity="error",
    gate="refused",
    since="1.17",
    page=page,
)
