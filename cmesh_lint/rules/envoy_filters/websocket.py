"""A WebSocket filter without a required field."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

CLIENT = "cilium.WebSocketClient"
SERVER = "cilium.WebSocketServer"


def check(websocket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a ping when idle without an interval, and a client without a host."""
    if websocket.fields.get("ping_when_idle") is True and "ping_interval" not in websocket.fields:
        text = "`ping_when_idle` needs `ping_interval`"
        yield RULE.found(text, websocket.route_of("ping_when_idle"))
    if websocket.type == CLIENT and not websocket.fields.get("host"):
        yield RULE.found("a WebSocket client needs a `host`", websocket.route)


def page() -> Page:
    from ..examples import network_filter

    bad = network_filter("""\
- name: cilium.network.websocket.server
  typed_config:
    "@type": type.googleapis.com/cilium.WebSocketServer
    ping_when_idle: true  # want: websocket "needs `ping_interval`"
""")
    return Page(
        title="A WebSocket filter without a required field",
        catches="`ping_when_idle` without `ping_interval`, and a `cilium.WebSocketClient` without `host`.",
        why="The filter rejects its configuration, and Envoy the listener.",
        bad=bad,
        good=fix_example(bad, ("ping_when_idle: true\n", "ping_when_idle: true\n          ping_interval: 30s\n")),
        fix="Add the field that the message names.",
        log=("cilium.network.websocket: ping_when_idle requires ping_interval to be set.",),
        more=(
            Example(
                "a client without a host",
                bad=network_filter("""\
- name: cilium.network.websocket.client
  typed_config:
    "@type": type.googleapis.com/cilium.WebSocketClient  # want: websocket "a WebSocket client needs a `host`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="websocket",
    severity="error",
    gate="nacked",
    on=(CLIENT, SERVER),
    check=check,
    page=page,
)
