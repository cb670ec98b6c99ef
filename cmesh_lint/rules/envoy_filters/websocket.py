"""Cilium's WebSocket filters lack what they need."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

CLIENT = "cilium.WebSocketClient"
SERVER = "cilium.WebSocketServer"


def check(websocket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a ping when idle without an interval, and a client without a host."""
    if websocket.fields.get("ping_when_idle") is True and "ping_interval" not in websocket.fields:
        text = "`ping_when_idle` says when, and no `ping_interval` says how often"
        yield RULE.found(text, websocket.route_of("ping_when_idle"))
    if websocket.type == CLIENT and not websocket.fields.get("host"):
        yield RULE.found("a WebSocket client needs a `host`", websocket.route)


def page() -> Page:
    from ..examples import network_filter

    bad = network_filter("""\
- name: cilium.network.websocket.server
  typed_config:
    "@type": type.googleapis.com/cilium.WebSocketServer
    ping_when_idle: true  # want: websocket "no `ping_interval` says how often"
""")
    return Page(
        title="A WebSocket filter that lacks what it needs",
        catches="`ping_when_idle` without `ping_interval`, and a `cilium.WebSocketClient` without `host`.",
        why="The filter rejects its configuration, and Envoy the listener.",
        bad=bad,
        good=fix_example(bad, ("ping_when_idle: true\n", "ping_when_idle: true\n          ping_interval: 30s\n")),
        fix="Add the field.",
        log=("cilium.network.websocket: ping_when_idle requires ping_interval to be set.",),
    )


RULE = Rule(
    id="websocket",
    severity="error",
    gate="nacked",
    on=(CLIENT, SERVER),
    check=check,
    page=page,
)
