"""Two resources with the same name."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Two resources with the same name",
        catches=(
            "Two resources of one type that have the same name after the agent has qualified it: in the CEC "
            "`default/echo-cec`, `echo` and `default/echo-cec/echo` are the same name. Before Cilium 1.17, names are "
            "compared as written, and the last one wins."
        ),
        why=(
            "The agent refuses the whole object. Whatever an older version of the object installed stays in place "
            "until the agent restarts, even if the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo  # want: duplicate-name "duplicate Cluster name"\n    type: EDS\n    connect_timeout: 1s\n',
            ),
        ),
        good=ECHO,
        fix="Rename or remove one of them.",
        log=("duplicate Listener name", "duplicate Cluster name"),
        more=(
            Example(
                "a short and a qualified name",
                bad=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n    name: echo\n',
                        '  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n    name: default/echo/echo\n    virtual_hosts: []\n  - "@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration\n    name: echo  # want: duplicate-name "duplicate"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="duplicate-name",
    severity="error",
    gate="refused",
    page=page,
)
