"""Listeners before Envoy's admin interface: the built-in cluster `/envoy-admin`."""

from __future__ import annotations

from collections.abc import Iterator

from ...envoy_config import HCM, ROUTES, EnvoyConfig
from ...protobuf.walk import Message

ADMIN = ("/envoy-admin", "envoy-admin")
"""The cluster of the agent's bootstrap, and what people write for it."""
METRICS = ("/stats", "/ready", "/server_info", "/metrics")
"""What of the interface reads and reveals no secrets."""


def routes_of(listener: Message, config: EnvoyConfig) -> Iterator[Message]:
    """Every route that a request to the listener can take, in the listener or by RDS in the same CEC."""
    for manager in config.of(HCM):
        if manager.top is listener.top:
            inline, rds = manager.child("route_config"), manager.child("rds")
            tables = [inline] if inline is not None else []
            name = rds.fields.get("route_config_name") if rds is not None else None
            tables += [table for table in config.tops(ROUTES) if name and table.fields.get("name") == name]
            for table in tables:
                for host in table.children("virtual_hosts"):
                    yield from host.children("routes")


def to_admin(route: Message) -> bool:
    """Whether the route leads to the admin interface."""
    action = route.child("route")
    return action is not None and action.fields.get("cluster") in ADMIN


def exposed(route: Message) -> bool:
    """Whether the route leads to more of the admin interface than its metrics."""
    match, action = route.child("match"), route.child("route")
    if not to_admin(route) or match is None or action is None:
        return False
    asked = match.fields.get("path") or match.fields.get("prefix") or match.fields.get("path_separated_prefix")
    rewritten = action.fields.get("prefix_rewrite") or asked
    return not (isinstance(rewritten, str) and rewritten.startswith(METRICS))


def address(listener: Message) -> Message | None:
    """The socket address that the listener is given."""
    given = listener.child("address")
    return given.child("socket_address") if given is not None else None


def loopback(text: object) -> bool:
    """Whether only the node itself reaches the address."""
    return isinstance(text, str) and (text.startswith("127.") or text in {"::1", "localhost"})
