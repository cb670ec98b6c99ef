"""HTTP/3 without QUIC, or QUIC without HTTP/3."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import HCM, LISTENER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..protocols import is_quic


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a codec that does not fit the listener."""
    listener = manager.above(LISTENER)
    if listener is None or not listener.schema:
        return
    http3 = manager.fields.get("codec_type") == "HTTP3"
    if http3 and not is_quic(listener):
        text = "HTTP/3 runs over QUIC, and the listener speaks TCP; expected `AUTO`"
        yield RULE.found(text, manager.route_of("codec_type"))
    if not http3 and is_quic(listener):
        where = manager.route_of("codec_type") if "codec_type" in manager.keys else manager.route
        yield RULE.found("the listener speaks QUIC; expected `codec_type: HTTP3`", where)


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
codec_type: HTTP3  # want: http3-codec "expected `AUTO`"
""")
    return Page(
        title="HTTP/3 on a TCP listener",
        catches="`codec_type: HTTP3` on a listener without `quic_options`, or another codec on a listener with them.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("HTTP3", "AUTO")),
        fix="Use `AUTO`.",
        log=("HTTP/3 codec configured on non-QUIC listener.", "Non-HTTP/3 codec configured on QUIC listener."),
    )


RULE = Rule(
    id="http3-codec",
    severity="error",
    gate="nacked",
    on=(HCM,),
    check=check,
    page=page,
)
