"""A listener on a port below 1024."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...repository.facts import SOCKET_ADDRESS
from ...rule import Page, Rule, fix_example


def check(socket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the port of a listener."""
    port = socket.fields.get("port_value")
    owner = socket.parent.parent if socket.parent is not None else None
    if not isinstance(port, int) or owner is None or LISTENER not in (owner.type, getattr(owner.parent, "type", "")):
        return
    if 0 < port < 1024:
        text = f"port {port} needs the capability NET_BIND_SERVICE, which Cilium's Envoy does not have by default"
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
        port_value: 80  # want: privileged-port "NET_BIND_SERVICE"
    filter_chains:
""",
        ),
    )
    return Page(
        title="A listener on a port below 1024",
        catches="A listener with a port from 1 to 1023 in its address.",
        why="Without the capability Envoy cannot bind the port, and rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("port_value: 80", "port_value: 8080")),
        fix=(
            "Use a higher port, or install Cilium with `envoy.securityContext.capabilities.keepCapNetBindService: "
            "true` and NET_BIND_SERVICE among the capabilities."
        ),
        log=("cannot bind",),
    )


RULE = Rule(
    id="privileged-port",
    severity="warning",
    gate="nacked",
    on=(SOCKET_ADDRESS,),
    check=check,
    page=page,
)
