"""What AdminListener and MetricsListener share: a CCEC with a listener of its own, in front of Envoy's admin page."""

from __future__ import annotations

from typing import Any

from ..fields import Schema, boolean, mapping, port, text
from ..pieces import LISTENER, MANAGER, Making, Piece, PolicySource, Trouble

ADMIN = "/envoy-admin"
"""The cluster of Envoy's admin page, in the bootstrap of every agent from 1.14 on. With the slash: the agent takes a
name without one for a cluster of the CEC. Source: `adminClusterName` in pkg/envoy of Cilium."""


def fields(default_port: int, default_address: str, why: str) -> dict[str, Schema]:
    """The fields of a listener's spec."""
    return {
        "port": port("The port to listen on, on every node.", default=default_port),
        "address": text(f"The IP address to listen on. {why}", default=default_address),
        "ipv4Compat": boolean("Whether the address `::` also accepts IPv4.", default=True),
        "nodeSelector": mapping(
            "The labels of the nodes to listen on. Default: all nodes. Needs Cilium 1.16 or later.",
            {"type": "string", "description": "The value of the label."},
        ),
    }


def pieces(policy: PolicySource, name: str, default_port: int, default_address: str) -> Making:
    """The pieces of a listener, without its routes."""
    spec = policy.spec
    address = spec.get("address", default_address)
    socket: dict[str, Any] = {"address": address, "port_value": spec.get("port", default_port)}
    takes_both = address == "::" or address.startswith("::ffff:")
    if takes_both and spec.get("ipv4Compat", True):
        socket["ipv4_compat"] = True
    elif spec.get("ipv4Compat"):
        yield Trouble(("ipv4Compat",), f"`ipv4Compat` only works with the address `::`, not with `{address}`")
    of = tuple((field,) for field in ("address", "port", "ipv4Compat") if field in spec)
    yield Piece(LISTENER, {"address": {"socket_address": socket}}, of)
    yield Piece(MANAGER, {"stat_prefix": name})
