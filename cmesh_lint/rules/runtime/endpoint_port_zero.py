"""Endpoint on port 0."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(endpoint: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames addresses of endpoints with port 0."""
    address = endpoint.child("address")
    socket = address.child("socket_address") if address is not None else None
    if socket is not None and socket.fields.get("port_value") == 0:
        yield RULE.found("nothing can listen on port 0", socket.route_of("port_value"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Endpoint on port 0",
        catches="An endpoint whose `port_value` is 0.",
        why="Nothing can listen on port 0, so every connection to the endpoint fails.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: STATIC\n    connect_timeout: 5s\n    load_assignment:\n      cluster_name: default/echo\n      endpoints:\n      - lb_endpoints:\n        - endpoint:\n            address:\n              socket_address: {address: 192.0.2.1, port_value: 0}  # want: endpoint-port-zero "port 0"\n',
            ),
        ),
        good=ECHO,
        fix="Set the port that the upstream listens on.",
    )


RULE = Rule(
    id="endpoint-port-zero",
    severity="warning",
    gate="runtime",
    effect="every connection to the endpoint fails; requests that are sent to it get 503",
    on=("envoy.config.endpoint.v3.Endpoint",),
    check=check,
    page=page,
)
