"""An unsupported value type in an OpenTelemetry access log."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

VALUE = "opentelemetry.proto.common.v1.AnyValue"
ENTRY = "opentelemetry.proto.common.v1.KeyValue"
LOG = "envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig"
_TAKEN = frozenset({"string_value", "array_value", "kvlist_value"})


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames values of other kinds in `body` and `attributes`, and entries without one."""
    if not _is_format(message):
        return
    if message.type == ENTRY:
        if "value" not in message.fields:
            yield RULE.found("`value` is missing; add a `string_value`", message.route)
    elif not _TAKEN & message.fields.keys() and (message.fields or message.field != "body"):
        text = "only `string_value`, `array_value` and `kvlist_value` are supported"
        found = next(iter(message.keys.values()), None)
        yield RULE.found(f"{text}, found {f'`{found}`' if found else 'nothing'}", message.route, at="key")


def _is_format(message: Message) -> bool:
    """Whether it lies in the `body` or the `attributes` of an access log, which are formats."""
    below = message
    while below.parent is not None and below.parent.type != LOG:
        below = below.parent
    return below.parent is not None and below.field in ("body", "attributes")


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
access_log:
- name: envoy.access_loggers.open_telemetry
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig
    common_config:
      log_name: echo
      transport_api_version: V3
      grpc_service: {envoy_grpc: {cluster_name: default/collector}}
    attributes:
      values:
      - key: status
        value:  # want: otel-value "found `int_value`"
          int_value: 200
""")
    return Page(
        title="An unsupported value type in an OpenTelemetry access log",
        catches=(
            "A number, a boolean, bytes or nothing in the `body` or the `attributes` of an OpenTelemetry access log: "
            "they are formats that consist of strings, lists and tables."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("int_value: 200", 'string_value: "200"')),
        fix="Write a `string_value`.",
        log=(
            "Only string values, nested key value lists and array values are supported in OpenTelemetry access log format.",
        ),
        more=(
            Example(
                "an attribute without a value",
                bad=fix_example(
                    bad,
                    (
                        "                - key: status\n                  value:\n                    int_value: 200\n",
                        '                - key: status  # want: otel-value "`value` is missing; add a `string_value`"\n',
                    ),
                ),
            ),
            Example(
                "an empty value",
                bad=fix_example(
                    bad,
                    (
                        "                  value:\n                    int_value: 200\n",
                        '                  value: {}  # want: otel-value "found nothing"\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="otel-value",
    severity="error",
    gate="nacked",
    on=(VALUE, ENTRY),
    check=check,
    page=page,
)
