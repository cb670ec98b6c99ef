"""Envoy's admin interface is open to the network."""

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
        text = f"the listener on `{where}` exposes Envoy's admin interface, including secrets and `/quitquitquit`"
        yield RULE.found(text, socket.route_of("address"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Envoy's admin interface is open to the network",
        catches=(
            "A listener with an address of its own, other than loopback, that has a route to more of the built-in "
            "cluster `/envoy-admin` than its metrics."
        ),
        why=(
            "Everyone who can reach the node can read the whole configuration with its secrets, drain listeners and "
            "stop Envoy (`/quitquitquit`)."
        ),
        bad=fix_example(
            ECHO,
            ("          cluster: default/echo\n", "          cluster: /envoy-admin\n"),
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:
      socket_address: {address: "::", port_value: 9901}  # want: admin-exposed "exposes Envoy's admin interface"
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
