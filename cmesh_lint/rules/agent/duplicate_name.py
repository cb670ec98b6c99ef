"""Two resources of one name."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Two resources of one name",
        catches=(
            "Two resources of one type that have the same name once the agent has qualified it: `echo` and "
            "`default/echo-cec/echo` are one in the CEC `default/echo-cec`. Before Cilium 1.17 names are "
            "compared as they are written, and the last one wins."
        ),
        why=(
            "The agent refuses the whole object. What an older version of it installed stays, until the agent "
            "starts again, and even when the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo  # want: duplicate-name "duplicate Cluster name"\n    type: EDS\n    connect_timeout: 1s\n',
            ),
        ),
        good=ECHO,
        fix="Rename one of them, or take it out.",
        log=("duplicate Listener name", "duplicate Cluster name"),
    )


RULE = Rule(
    id="duplicate-name",
    severity="error",
    gate="refused",
    page=page,
)
