"""A UDP listener has filter chains, which are for connections."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..protocols import is_quic
from ._addresses import sockets


def check(listener: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the protocol of a listener that has filter chains and no QUIC."""
    chains = listener.fields.get("filter_chains")
    if not chains or is_quic(listener):
        return
    for socket in sockets(listener):
        if socket.fields.get("protocol") == "UDP":
            text = (
                "a UDP listener has no connections, and `filter_chains` are for connections; expected `protocol: TCP`"
            )
            yield RULE.found(text, socket.route_of("protocol"))
            return


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
address:
  socket_address:
    protocol: UDP  # want: udp-filter-chains "expected `protocol: TCP`"
    address: 127.0.0.1
    port_value: 8080
""")
    return Page(
        title="Filter chains on a UDP listener",
        catches="A listener whose address says `protocol: UDP` and which has `filter_chains`, without QUIC.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("protocol: UDP", "protocol: TCP")),
        fix="Say `protocol: TCP`, or leave the field out.",
        log=("1 filter chain(s) specified for connection-less UDP listener.",),
    )


RULE = Rule(
    id="udp-filter-chains",
    severity="error",
    gate="nacked",
    on=(LISTENER,),
    check=check,
    page=page,
)
