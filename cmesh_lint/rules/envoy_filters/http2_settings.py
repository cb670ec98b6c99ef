"""Conflicting HTTP/2 settings."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

OPTIONS = "envoy.config.core.v3.Http2ProtocolOptions"
NAMED = {1: "hpack_table_size", 3: "max_concurrent_streams", 4: "initial_stream_window_size"}
"""Settings with a field of their own. Source: RFC 9113, section 6.5.2."""
PUSH = 2
CONNECT = 8
"""`SETTINGS_ENABLE_CONNECT_PROTOCOL`. Source: RFC 8441, section 3."""


def check(options: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each custom setting that Envoy does not take."""
    seen: dict[object, object] = {}
    for setting in options.children("custom_settings_parameters"):
        identifier, value = setting.fields.get("identifier", 0), setting.fields.get("value", 0)
        if message := _against(identifier, value, options):
            yield RULE.found(message, setting.route_of("identifier"))
        elif seen.setdefault(identifier, value) != value:
            text = f"setting `{identifier}` has two values, `{seen[identifier]}` and `{value}`"
            yield RULE.found(text, setting.route_of("value") if "value" in setting.keys else setting.route)


def _against(identifier: object, value: object, options: Message) -> str:
    """What Envoy has against a setting; empty for nothing."""
    if identifier == CONNECT:
        return f"setting `{CONNECT}` is `allow_connect`; set that field instead"
    if identifier == PUSH and value == 1:
        return f"Envoy does not support server push, so setting `{PUSH}` cannot be 1"
    name = NAMED.get(identifier) if isinstance(identifier, int) else None
    if name is not None and name in options.fields:
        return f"setting `{identifier}` is `{name}`, which is also set in its field"
    return ""


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
http2_protocol_options:
  max_concurrent_streams: 100
  custom_settings_parameters:
  - identifier: 3  # want: http2-settings "setting `3` is `max_concurrent_streams`"
    value: 200
""")
    return Page(
        title="Conflicting HTTP/2 settings",
        catches=(
            "A custom setting that a field of `http2_protocol_options` also sets, that has two values, that is "
            "`allow_connect`, or that enables server push."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "            custom_settings_parameters:\n            - identifier: 3\n              value: 200\n",
                "",
            ),
        ),
        fix="Set it once, in the field with its name.",
        log=(
            "inconsistent HTTP/2 custom SETTINGS parameter(s) detected",
            "HTTP/2 SETTINGS parameter(s) can not be configured through both named and custom parameters",
            "server push is not supported by Envoy and can not be enabled via a SETTINGS parameter.",
        ),
        more=(
            Example(
                "two values",
                bad=in_manager("""\
http2_protocol_options:
  custom_settings_parameters:
  - {identifier: 10, value: 1}
  - identifier: 10
    value: 2  # want: http2-settings "setting `10` has two values, `1` and `2`"
"""),
            ),
            Example(
                "server push",
                bad=in_manager("""\
http2_protocol_options:
  custom_settings_parameters:
  - identifier: 2  # want: http2-settings "does not support server push"
    value: 1
"""),
            ),
            Example(
                "`allow_connect`",
                bad=in_manager("""\
http2_protocol_options:
  custom_settings_parameters:
  - identifier: 8  # want: http2-settings "setting `8` is `allow_connect`; set that field instead"
    value: 1
"""),
                good=in_manager("http2_protocol_options: {allow_connect: true}\n"),
            ),
        ),
    )


RULE = Rule(
    id="http2-settings",
    severity="error",
    gate="nacked",
    on=(OPTIONS,),
    check=check,
    page=page,
)
