"""An HTTP/3 codec without QUIC, or QUIC without one."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..protocols import is_quic


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a codec that does not fit the listener."""
    listener = manager.above(LISTENER)
    if listener is None or not listener.schema:
        return
    http3 = manager.fields.get("codec_type") == "HTTP3"
    if http3 and not is_quic(listener):
        text = "HTTP/3 needs QUIC, but the listener uses TCP; write `AUTO`"
        yield RULE.found(text, manager.route_of("codec_type"))
    if not http3 and is_quic(listener):
        where = manager.route_of("codec_type") if "codec_type" in manager.keys else manager.route
        yield RULE.found("the listener uses QUIC; write `codec_type: HTTP3`", where)


def page() -> Page:
    from ..examples import in_listener, in_manager

    bad = in_manager("""\
codec_type: HTTP3  # want: http3-codec "write `AUTO`"
""")
    return Page(
        title="An HTTP/3 codec without QUIC, or QUIC without one",
        catches=("`codec_type: HTTP3` on a listener without `quic_options`, or another codec on a listener with them."),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("HTTP3", "AUTO")),
        fix="Use `AUTO` on a TCP listener, and `HTTP3` on a QUIC listener.",
        log=("HTTP/3 codec configured on non-QUIC listener.", "Non-HTTP/3 codec configured on QUIC listener."),
        more=(
            Example(
                "a QUIC listener",
                bad=in_listener("""\
address: {socket_address: {protocol: UDP, address: 127.0.0.1, port_value: 8443}}
udp_listener_config: {quic_options: {}}
""").replace("HttpConnectionManager\n", 'HttpConnectionManager  # want: http3-codec "write `codec_type: HTTP3`"\n', 1),
            ),
        ),
    )


RULE = Rule(
    id="http3-codec",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
