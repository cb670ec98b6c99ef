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
            text = "a UDP listener cannot have `filter_chains`, which are for connections; write `protocol: TCP`"
            yield RULE.found(text, socket.route_of("protocol"))
            return


def page() -> Page:
    from ..examples import in_listener

    bad = in_listener("""\
address:
  socket_address:
    protocol: UDP  # want: udp-filter-chains "write `protocol: TCP`"
    address: 127.0.0.1
    port_value: 8080
""")
    return Page(
        title="Filter chains on a UDP listener",
        catches="A listener with `protocol: UDP` in its address and with `filter_chains`, without QUIC.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("protocol: UDP", "protocol: TCP")),
        fix="Write `protocol: TCP`, or remove the field.",
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
