"""Envoy's admin interface on the network."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._admin import address, exposed, loopback, routes_of


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the address of a listener before the admin interface."""
    socket = address(listener)
    if socket is None or loopback(socket.fields.get("address")):
        return
    if any(exposed(route) for route in routes_of(listener, config)):
        where = socket.get("address")
        text = f"Envoy's admin interface is open to all who reach `{where}`: it shows secrets and takes `/quitquitquit`"
        yield RULE.found(text, socket.route_of("address"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Envoy's admin interface on the network",
        catches=(
            "A listener of its own address, other than loopback, with a route that leads to more of the "
            "built-in cluster `/envoy-admin` than its metrics."
        ),
        why=(
            "Whoever reaches the node can read the whole configuration with its secrets, drain listeners and "
            "stop Envoy (`/quitquitquit`)."
        ),
        bad=fix_example(
            ECHO,
            ("          cluster: default/echo\n", "          cluster: /envoy-admin\n"),
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:
      socket_address: {address: "::", port_value: 9901}  # want: admin-exposed "is open to all"
    filter_chains:
""",
            ),
        ),
        good=fix_example(
            ECHO,
            ("          prefix: /\n", "          path: /metrics\n"),
            (
                "          cluster: default/echo\n          timeout: 5s\n",
                "          cluster: /envoy-admin\n          prefix_rewrite: /stats/prometheus\n",
            ),
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:
      socket_address: {address: 127.0.0.1, port_value: 9901}
    filter_chains:
""",
            ),
        ),
        fix="Bind it to 127.0.0.1, or match `path: /metrics` with `prefix_rewrite: /stats/prometheus`.",
    )


RULE = Rule(
    id="admin-exposed",
    severity="critical",
    gate="runtime",
    effect="everyone who can reach the node can read its secrets and stop Envoy",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
