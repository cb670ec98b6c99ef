"""A format string that Envoy cannot parse."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...places import Route
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ...substitution.formats import problems

FORMAT = "envoy.config.core.v3.SubstitutionFormatString"
FILE = "envoy.extensions.access_loggers.file.v3.FileAccessLog"
OAUTH2 = "envoy.extensions.filters.http.oauth2.v3.OAuth2Config"
TUNNEL = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig"
OTEL = "envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig"
FLUENTD = "envoy.extensions.access_loggers.fluentd.v3.FluentdAccessLogConfig"
_FIELDS = {
    FORMAT: ("text_format", "json_format"),
    FILE: ("format", "json_format", "typed_json_format"),
    OAUTH2: ("redirect_uri",),
    TUNNEL: ("hostname",),
    OTEL: ("body", "attributes"),
    FLUENTD: ("record",),
}

Text = tuple[Route, str]


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each text of a format, and each value of one in JSON, for every fault in it."""
    extended = bool(message.fields.get("formatters"))
    for route, text in _texts(message):
        for offset, fault in problems(text, config.version.minor, extended=extended):
            yield RULE.found(f"at character {offset + 1} of the format: {fault}", route)


def _texts(message: Message) -> Iterator[Text]:
    """The formats in a message, with their routes."""
    for name in _FIELDS[message.type]:
        yield from _leaves(message.get(name), message.route_of(name))
    source = message.child("text_format_source") if message.type == FORMAT else None
    if source is not None:
        yield from _leaves(source.fields.get("inline_string"), source.route_of("inline_string"))


def _leaves(value: object, route: Route) -> Iterator[Text]:
    """Every text at any depth of a value."""
    if isinstance(value, str):
        if "%" in value:
            yield route, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, (*route, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _leaves(below, (*route, index))


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
access_log:
- name: envoy.access_loggers.file
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
    path: /dev/stdout
    log_format:
      text_format_source:
        inline_string: "%REQ(:path)% %RESPONSE_CODES%"  # want: format-string "did you mean `RESPONSE_CODE`?"
""")
    return Page(
        title="A format string that Envoy cannot parse",
        catches=(
            "A single `%`, a command that is not closed, that this version of Envoy does not know, or with arguments "
            "that it does not accept: in the format of an access log, a local reply, a filter state value, an OAuth2 "
            "redirect or the host name of a tunnel."
        ),
        why="Envoy rejects the resource.",
        bad=bad,
        good=fix_example(bad, ("CODES%", "CODE%")),
        fix=(
            "Write `%%` for a percent sign, and use the commands in Envoy's documentation of the substitution "
            "formatter."
        ),
        log=(
            "Not supported field in StreamInfo: FOO",
            "Incorrect configuration: %REQ(FOO. Couldn't find valid command",
        ),
        more=(
            Example(
                "a single percent sign",
                bad=in_manager("""\
local_reply_config:
  body_format:
    text_format_source:
      inline_string: "100% sure"  # want: format-string "at character 4 of the format"
"""),
            ),
            Example(
                "a value in a JSON format",
                bad=in_manager("""\
access_log:
- name: envoy.access_loggers.file
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
    path: /dev/stdout
    log_format:
      json_format:
        status: "%RESPONSE_CODE%"
        path: "%REQ(:path"  # want: format-string "at character 1 of the format"
"""),
                good=in_manager("""\
access_log:
- name: envoy.access_loggers.file
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog
    path: /dev/stdout
    log_format:
      json_format:
        status: "%RESPONSE_CODE%"
        path: "%REQ(:path)%"
        share: "100%%"
"""),
            ),
        ),
    )


RULE = Rule(
    id="format-string",
    severity="error",
    gate="nacked",
    on=tuple(_FIELDS),
    check=check,
    page=page,
)
