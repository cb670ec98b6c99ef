"""Envoy's admin interface is open to the whole node."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._admin import address, exposed, loopback, routes_of


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames routes to the whole interface on loopback."""
    socket = address(listener)
    if socket is None or not loopback(socket.fields.get("address")):
        return
    for route in routes_of(listener, config):
        match = route.child("match")
        if exposed(route) and match is not None:
            text = "this route opens all of Envoy's admin interface to every process on the node"
            yield RULE.found(text, match.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Envoy's admin interface is open to the whole node",
        catches=(
            "A route on a loopback listener that leads to more of the built-in cluster `/envoy-admin` than its metrics."
        ),
        why="Every process on the node, including pods in the host network, can read secrets and stop Envoy.",
        bad=fix_example(
            ECHO,
            ("          cluster: default/echo\n", "          cluster: /envoy-admin\n"),
            ("      - match:\n", '      - match:  # want: admin-unrestricted "all of Envoy"\n'),
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:
      socket_address: {address: 127.0.0.1, port_value: 9901}
    filter_chains:
""",
            ),
        ),
        good=ECHO,
        fix="Match only the paths that you need, such as `path: /metrics` with `prefix_rewrite: /stats/prometheus`.",
    )


RULE = Rule(
    id="admin-unrestricted",
    severity="warning",
    gate="runtime",
    effect="every process on the node can read Envoy's secrets and stop it",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
