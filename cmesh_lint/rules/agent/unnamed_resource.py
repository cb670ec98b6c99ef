"""A resource without a name."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A resource without a name",
        catches=(
            "A Listener, RouteConfiguration, Cluster or Secret without `name`, or a ClusterLoadAssignment "
            "without `cluster_name`."
        ),
        why=(
            "The agent refuses the whole object. Whatever an older version of the object installed stays in place "
            "until the agent restarts, even if the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO, ("Listener\n    name: echo\n", 'Listener  # want: unnamed-resource "unspecified Listener name"\n')
        ),
        good=ECHO,
        fix="Set `name`, or `cluster_name` for a ClusterLoadAssignment.",
        log=("unspecified Listener name", "unspecified RouteConfiguration name"),
        more=(
            Example(
                "a RouteConfiguration without a name",
                bad=fix_example(
                    ECHO,
                    (
                        "RouteConfiguration\n    name: echo\n",
                        'RouteConfiguration  # want: unnamed-resource "unspecified RouteConfiguration name"\n',
                    ),
                ),
            ),
            Example(
                "a Secret without a name",
                bad=fix_example(
                    ECHO,
                    (
                        "  resources:\n",
                        '  resources:\n  - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret  # want: unnamed-resource "unspecified Secret name"\n    validation_context: {trusted_ca: {filename: /etc/ssl/ca.crt}}\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="unnamed-resource",
    severity="error",
    gate="refused",
    page=page,
)
