"""Redirected Service with an ORIGINAL_DST cluster."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import ROUTE_ACTION, TCP_WEIGHTED, WEIGHTED, references
from ...cec.envoy_config import TCP_PROXY, EnvoyConfig
from ...finding import Note, Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames routes to a cluster of type ORIGINAL_DST in a CEC that redirects Services."""
    if not config.envelope.services:
        return
    for each in references(message, config):
        cluster = config.defined.clusters.get(each.name)
        if cluster is None or cluster.fields.get("type") != "ORIGINAL_DST":
            continue
        if cluster.child("original_dst_lb_config") is None and "use_http_header" not in cluster.fields:
            text = f"cluster `{each.written}` sends traffic to its original destination, the address of the redirected Service"
            yield RULE.found(text, each.route, notes=(Note(cluster.route_of("type"), "the cluster", "value"),))


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO,
        (
            "cluster: default/echo\n",
            'cluster: original  # want: original-destination-of-service "address of the redirected Service"\n',
        ),
        (
            "    name: default/echo\n    type: EDS\n",
            "    name: original\n    type: ORIGINAL_DST\n    lb_policy: CLUSTER_PROVIDED\n",
        ),
    )
    return Page(
        title="Redirected Service with an ORIGINAL_DST cluster",
        catches="A route or TCP proxy to a cluster of type ORIGINAL_DST in a CEC with `services`.",
        why=(
            "Clients connect to the address of the Service, which Envoy on the node cannot reach: redirected Services "
            "are left out of the load balancing of the node's own sockets. Requests time out with 503."
        ),
        bad=bad,
        good=fix_example(
            bad,
            (
                "    name: original\n    type: ORIGINAL_DST\n    lb_policy: CLUSTER_PROVIDED\n",
                "    name: original\n    type: EDS\n    eds_cluster_config:\n      service_name: default/echo\n",
            ),
        ),
        fix="Use a cluster of type EDS for the Service. ORIGINAL_DST is for listeners that network policies reference.",
        log=("upstream connect error or disconnect/reset before headers. reset reason: connection timeout",),
    )


RULE = Rule(
    id="original-destination-of-service",
    severity="warning",
    gate="runtime",
    effect="Envoy cannot reach the address of the Service: requests time out with 503",
    on=(ROUTE_ACTION, WEIGHTED, TCP_PROXY, TCP_WEIGHTED),
    check=check,
    page=page,
)
