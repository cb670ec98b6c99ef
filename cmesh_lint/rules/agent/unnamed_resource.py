"""A resource without a name."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A resource without a name",
        catches=(
            "A Listener, RouteConfiguration, Cluster or Secret without `name`, or a ClusterLoadAssignment "
            "without `cluster_name`."
        ),
        why=(
            "The agent refuses the whole object. What an older version of it installed stays, until the agent "
            "starts again, and even when the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO, ("Listener\n    name: echo\n", 'Listener  # want: unnamed-resource "unspecified Listener name"\n')
        ),
        good=ECHO,
        fix="Give it a name.",
        log=("unspecified Listener name", "unspecified RouteConfiguration name"),
    )


RULE = Rule(
    id="unnamed-resource",
    severity="error",
    gate="refused",
    page=page,
)
