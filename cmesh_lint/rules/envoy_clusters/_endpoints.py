"""The addresses of an endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER
from ...protobuf.walk import Message
from . import _kinds

ENDPOINT = "envoy.config.endpoint.v3.Endpoint"


def is_read(endpoint: Message) -> bool:
    """Whether Envoy reads its addresses as they stand: in a `STATIC` cluster or a ClusterLoadAssignment.

    Other clusters look names up, or have their endpoints from elsewhere. Nobody reads `named_endpoints`.
    """
    if endpoint.field != "endpoint":
        return False
    cluster = endpoint.above(CLUSTER)
    return cluster is None or _kinds.kind(cluster) == "STATIC"


def holders(endpoint: Message) -> list[Message]:
    """The messages with an `address` that a connection may go to: the endpoint itself, and its further addresses."""
    return [endpoint, *endpoint.children("additional_addresses")]


def sockets(endpoint: Message) -> Iterator[Message]:
    """The socket addresses of an endpoint: its own, its further ones, and the one of its health check."""
    for holder in (*holders(endpoint), *endpoint.children("health_check_config")):
        address = holder.child("address")
        socket = address.child("socket_address") if address is not None else None
        if socket is not None:
            yield socket
