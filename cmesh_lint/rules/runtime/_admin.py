"""Listeners before Envoy's admin interface: the built-in cluster `/envoy-admin`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, ROUTES, EnvoyConfig
from ...protobuf.walk import Message

ADMIN = ("/envoy-admin", "envoy-admin")
"""The cluster of the agent's bootstrap, and what people write for it."""
METRICS = ("/stats", "/ready", "/server_info", "/metrics")
"""What of the interface reads and reveals no secrets."""


def routes_of(listener: Message, config: EnvoyConfig) -> Iterator[Message]:
    """Every route that a request to the listener can take, in the listener or by RDS in the same CEC."""
    asked: dict[str, None] = {}
    for manager in config.within(HCM, listener):
        inline, rds = manager.child("route_config"), manager.child("rds")
        yield from _routes(inline) if inline is not None else ()
        name = rds.fields.get("route_config_name") if rds is not None else None
        if isinstance(name, str) and name:
            asked[name] = None
    tables = config.once((__name__, "tables"), lambda: _by_name(config.tops(ROUTES)))
    for name in asked:
        for table in tables.get(name, ()):
            yield from _routes(table)


def _routes(table: Message) -> Iterator[Message]:
    for host in table.children("virtual_hosts"):
        yield from host.children("routes")


def _by_name(tables: list[Message]) -> dict[object, list[Message]]:
    found: dict[object, list[Message]] = {}
    for table in tables:
        name = table.fields.get("name")
        if isinstance(name, str):
            found.setdefault(name, []).append(table)
    return found


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
