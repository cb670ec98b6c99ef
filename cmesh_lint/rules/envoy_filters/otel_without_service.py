"""An OpenTelemetry access log without a service."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from .otel_value import LOG


def check(log: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a log without a service of its own and without one in `common_config`."""
    common = log.child("common_config")
    shared = common is not None and "grpc_service" in common.fields
    # What `common_config` must have, its schema says.
    if not shared and common is None and not {"grpc_service", "http_service"} & log.fields.keys():
        yield RULE.found("no service to send logs to; add a `grpc_service` or `http_service`", log.route)
    services = [name for name in ("grpc_service", "http_service") if name in log.fields]
    if len(services) + shared > 1:
        other = "; `common_config` has another" if shared else ""
        yield RULE.found(f"only one service can receive the log{other}", log.route_of(services[-1]), at="key")


def page() -> Page:
    from ..examples import in_manager

    bad = in_manager("""\
access_log:
- name: envoy.access_loggers.open_telemetry
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.access_loggers.open_telemetry.v3.OpenTelemetryAccessLogConfig  # want: otel-without-service "no service"
    stat_prefix: otel
""")
    return Page(
        title="An OpenTelemetry access log without a service",
        catches="An OpenTelemetry access log without `grpc_service`, `http_service` and `common_config`.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("stat_prefix: otel", "grpc_service: {envoy_grpc: {cluster_name: default/collector}}")),
        fix="Add the `grpc_service` or `http_service` that receives the logs.",
        log=("OpenTelemetry access logger requires one of: grpc_service, http_service, or common_config.grpc_service",),
    )


RULE = Rule(
    id="otel-without-service",
    severity="error",
    gate="nacked",
    on=(LOG,),
    check=check,
    since="1.20",
    page=page,
)
