"""Cluster without endpoints."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_IGNORED = "the cluster gets its endpoints from the agent, not from here"


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames clusters that can have no host, and assignments that are not read."""
    type_, assignment = cluster.fields.get("type", "STATIC"), cluster.child("load_assignment")
    if "cluster_type" in cluster.fields:
        return
    if type_ == "EDS" and assignment is not None:
        text = "Envoy ignores `load_assignment` in a cluster of type EDS"
        yield RULE.found(text, cluster.route_of("load_assignment"), at="key", consequence=_IGNORED)
    elif type_ in {"STATIC", "STRICT_DNS", "LOGICAL_DNS"} and not _hosts(assignment):
        at = cluster.route_of("load_assignment") if assignment is not None else cluster.route_of("name")
        yield RULE.found(f"the cluster is of type {type_} and has no endpoints", at, at="key")


def _hosts(assignment: Message | None) -> bool:
    localities = assignment.children("endpoints") if assignment is not None else []
    return any(locality.fields.get("lb_endpoints") or locality.below for locality in localities)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Cluster without endpoints",
        catches=(
            "A cluster of type STATIC, STRICT_DNS or LOGICAL_DNS whose `load_assignment` is missing or has no "
            "endpoints; and a `load_assignment` in an EDS cluster, which Envoy ignores."
        ),
        why="Every request to the cluster gets 503.",
        bad=fix_example(
            ECHO,
            (
                "    name: default/echo\n    type: EDS\n",
                '    name: default/echo  # want: no-endpoints "has no endpoints"\n    type: STATIC\n',
            ),
        ),
        good=ECHO,
        fix="Add endpoints to `load_assignment`, or use `type: EDS`.",
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
