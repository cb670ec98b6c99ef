"""Plaintext listener on all interfaces."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._admin import exposed, routes_of

_EVERYWHERE = ("0.0.0.0", "::", "[::]")


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames addresses that everybody reaches without TLS."""
    address = listener.child("address")
    socket = address.child("socket_address") if address is not None else None
    chains = listener.children("filter_chains")
    plain = any("transport_socket" not in chain.fields for chain in chains)
    if socket is not None and socket.fields.get("address") in _EVERYWHERE and plain and not _admin(listener, config):
        text = f"plaintext listener on `{socket.get('address')}` (all interfaces)"
        yield RULE.found(text, socket.route_of("address"))


def _admin(listener: Message, config: EnvoyConfig) -> bool:
    """Whether another rule speaks of it already: a listener before Envoy's own interface."""
    return any(exposed(route) for route in routes_of(listener, config))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Plaintext listener on all interfaces",
        catches="A listener with the address `0.0.0.0` or `::` that has a filter chain without TLS.",
        why="Everyone who can reach the node can use it, unencrypted and past Cilium's policies.",
        bad=fix_example(
            ECHO,
            (
                "    name: echo\n    filter_chains:\n",
                """    name: echo
    address:
      socket_address: {address: 0.0.0.0, port_value: 8080}  # want: plaintext-listener "plaintext listener"
    filter_chains:
""",
            ),
        ),
        good=ECHO,
        fix="Remove the address so that the agent picks one, or add a `transport_socket` with TLS.",
    )


RULE = Rule(
    id="plaintext-listener",
    severity="warning",
    gate="runtime",
    effect="everyone who can reach the node can use this listener, and nothing is encrypted",
    on=("envoy.config.listener.v3.Listener",),
    check=check,
    page=page,
)
