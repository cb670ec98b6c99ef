"""The addresses of a listener."""

from __future__ import annotations

from collections.abc import Iterator

from ...protobuf.walk import Message

SOCKET = "envoy.config.core.v3.SocketAddress"


def addresses(listener: Message) -> Iterator[Message]:
    """Its `address`, and each of its `additional_addresses`: the `Address` messages."""
    yield from listener.children("address")
    for more in listener.children("additional_addresses"):
        yield from more.children("address")


def sockets(listener: Message) -> Iterator[Message]:
    """The `SocketAddress` messages among them."""
    for address in addresses(listener):
        yield from address.children("socket_address")


def is_udp(listener: Message) -> bool:
    """Whether it listens for UDP."""
    return any(socket.fields.get("protocol") == "UDP" for socket in sockets(listener))
