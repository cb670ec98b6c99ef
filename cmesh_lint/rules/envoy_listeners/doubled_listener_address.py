"""Two listeners with the same address."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Note, Problem
from ...protobuf.walk import Message
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._addresses import sockets

Address = tuple[str, str, int]


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the later listener's address."""
    first: dict[Address, Message] = {}
    for listener in config.tops(LISTENER):
        if not config.decodes(listener) or "internal_listener" in listener.fields:
            continue
        own = [(address, socket) for socket in sockets(listener) if (address := _address(socket)) is not None]
        for address, socket in own:
            if address in first:
                note = Note(first[address].route_of("port_value"), "the listener that already uses it", "value")
                text = (
                    f"another listener of this object already uses the address `{address[1]}` and port `{address[2]}`"
                )
                yield RULE.found(text, socket.route_of("port_value"), notes=(note,))
        for address, socket in own:
            first.setdefault(address, socket)


def _address(socket: Message) -> Address | None:
    """Protocol, address and port; None where Envoy would choose the port."""
    address, port = socket.fields.get("address"), socket.fields.get("port_value")
    if not isinstance(address, str) or not isinstance(port, int) or port == 0:
        return None
    return str(socket.fields.get("protocol", "TCP")), address, port


ADDRESS = """\
address:
  socket_address:
    address: 127.0.0.1
    port_value: 8080
"""


def page() -> Page:
    from ..examples import in_listener

    bad = (
        in_listener(ADDRESS)
        + """\
  - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
    name: debug
    address:
      socket_address:
        address: 127.0.0.1
        port_value: 8080  # want: doubled-listener-address "already uses the address `127.0.0.1` and port `8080`"
    filter_chains:
    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
          stat_prefix: debug
          cluster: default/echo
"""
    )
    return Page(
        title="Two listeners with the same address",
        catches="Two listeners of a CEC with the same address and port, in `address` or `additional_addresses`.",
        why="Envoy rejects the second one.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "port_value: 8080\n    filter_chains:\n    - filters:\n      - name: envoy.filters.network.tcp",
                "port_value: 8081\n    filter_chains:\n    - filters:\n      - name: envoy.filters.network.tcp",
            ),
        ),
        fix="Give each listener its own port, or leave `address` out: the agent then chooses a port.",
        log=("has duplicate address '…' as existing listener",),
        more=(
            Example(
                "another address",
                good=fix_example(
                    bad,
                    (
                        "      socket_address:\n        address: 127.0.0.1\n        port_value: 8080\n    filter_chains:\n    - filters:\n      - name: envoy.filters.network.tcp_proxy",
                        "      socket_address:\n        address: 127.0.0.2\n        port_value: 8080\n    filter_chains:\n    - filters:\n      - name: envoy.filters.network.tcp_proxy",
                    ),
                ).replace("another address", ""),
            ),
        ),
    )


RULE = Rule(
    id="doubled-listener-address",
    severity="error",
    gate="nacked",
    on=(CONFIG,),
    check=check,
    page=page,
)
