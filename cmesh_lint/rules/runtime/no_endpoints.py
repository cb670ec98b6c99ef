"""A cluster without endpoints."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames clusters that can have no host, and assignments that are not read."""
    type_, assignment = cluster.fields.get("type", "STATIC"), cluster.child("load_assignment")
    if "cluster_type" in cluster.fields:
        return
    if type_ == "EDS" and assignment is not None:
        text = "an EDS cluster gets its endpoints from the agent; this assignment is not read"
        yield RULE.found(text, cluster.route_of("load_assignment"), at="key")
    elif type_ in {"STATIC", "STRICT_DNS", "LOGICAL_DNS"} and not _hosts(assignment):
        at = cluster.route_of("load_assignment") if assignment is not None else cluster.route_of("name")
        yield RULE.found(f"this cluster of type {type_} lists no endpoint", at, at="key")


def _hosts(assignment: Message | None) -> bool:
    localities = assignment.children("endpoints") if assignment is not None else []
    return any(locality.fields.get("lb_endpoints") or locality.below for locality in localities)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A cluster without endpoints",
        catches=(
            "A cluster of type STATIC, STRICT_DNS or LOGICAL_DNS without `load_assignment`, or with one that "
            "lists no endpoint; and a `load_assignment` in an EDS cluster, which Envoy does not read."
        ),
        why="Every request to it is answered with 503.",
        bad=fix_example(
            ECHO,
            (
                "    name: default/echo\n    type: EDS\n",
                '    name: default/echo  # want: no-endpoints "lists no endpoint"\n    type: STATIC\n',
            ),
        ),
        good=ECHO,
        fix="List the endpoints, or use `type: EDS`.",
    )


RULE = Rule(
    id="no-endpoints",
    severity="warning",
    gate="runtime",
    effect="every request to the cluster gets 503",
    on=("envoy.config.cluster.v3.Cluster",),
    check=check,
    page=page,
)
