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
        yield RULE.found(f"port {port} is used by Cilium for {TAKEN[port]}", socket.route_of("port_value"))
    elif port in CHOSEN:
        text = f"port {port} is in the range from which the agent picks ports for listeners"
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
        port_value: 10000  # want: reserved-port "the agent picks ports"
    filter_chains:
""",
        ),
    )
    return Page(
        title="A listener on a port that Cilium uses",
        catches=(
            "A listener whose address has a port that Cilium uses: 9964 for metrics, 9878 for health checks, or one "
            "from 10000 to 20000, the range from which the agent picks ports."
        ),
        why="Whichever comes second cannot bind the port. In the agent's range this depends on chance, on each node.",
        bad=bad,
        good=fix_example(bad, ("10000", "8080")),
        fix="Use another port, or remove the address: then the agent picks a free port.",
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
