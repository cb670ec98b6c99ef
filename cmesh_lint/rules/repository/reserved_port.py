"""A listener on a port that Cilium uses."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...repository.facts import SOCKET_ADDRESS
from ...rule import Page, Rule, fix_example

TAKEN = {9964: "Envoy's metrics", 9878: "Envoy's health check"}
"""Defaults of the Helm values `envoy.prometheus.port` and `envoy.healthPort`."""
CHOSEN = range(10000, 20001)
"""Where the agent picks ports: the default of `--proxy-portrange`."""


def check(socket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the port of a listener."""
    port = socket.fields.get("port_value")
    owner = socket.parent.parent if socket.parent is not None else None
    if not isinstance(port, int) or owner is None or LISTENER not in (owner.type, getattr(owner.parent, "type", "")):
        return
    if port in TAKEN:
        yield RULE.found(f"port {port} is where Cilium serves {TAKEN[port]}", socket.route_of("port_value"))
    elif port in CHOSEN:
        text = f"port {port} is one of those that the agent gives to listeners without an address"
        yield RULE.found(text, socket.route_of("port_value"))


def page() -> Page:
    from ._examples import PROXY

    bad = fix_example(
        PROXY,
        (
            "    filter_chains:\n",
            """\
    address:
      socket_address:
        address: 127.0.0.1
        port_value: 10000  # want: reserved-port "that the agent gives"
    filter_chains:
""",
        ),
    )
    return Page(
        title="A listener on a port that Cilium uses",
        catches=(
            "A listener whose address has a port of Cilium's own: 9964 for metrics, 9878 for health checks, or one from "
            "10000 to 20000, out of which the agent picks."
        ),
        why="Whoever comes second cannot bind the port. With the agent's range that is a matter of chance, on each node.",
        bad=bad,
        good=fix_example(bad, ("10000", "8080")),
        fix="Take another port, or leave the address out: then the agent picks one that is free.",
        log=("cannot bind",),
    )


RULE = Rule(
    id="reserved-port",
    severity="warning",
    gate="runtime",
    effect="whichever comes second cannot bind the port",
    on=(SOCKET_ADDRESS,),
    check=check,
    page=page,
)
