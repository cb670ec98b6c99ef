"""A gRPC health check in a cluster without HTTP/2."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..protocols import injects_upstream
from . import _kinds

HTTP2 = "http2_protocol_options"
WAYS = ("explicit_http_config", "auto_config", "use_downstream_protocol_config")


def check(check: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a gRPC health check of a cluster without HTTP/2."""
    if check.field != "grpc_health_check":
        return  # in a custom health check, of which Envoy asks nothing
    cluster = check.above(CLUSTER)
    if cluster is not None and not has_http2(cluster, config):
        text = "the cluster does not speak HTTP/2, which gRPC needs; set `http2_protocol_options`"
        yield RULE.found(text, check.route, at="key")


def has_http2(cluster: Message, config: EnvoyConfig) -> bool:
    """Whether the cluster can do HTTP/2, with what the agent adds."""
    options = _kinds.options(cluster)
    way = next((name for name in WAYS if options is not None and name in options.fields), None)
    if options is None or way is None:
        return HTTP2 in cluster.fields or injects_upstream(config)
    chosen = options.child(way)
    return way == "auto_config" or (chosen is not None and HTTP2 in chosen.fields)


_OPTIONS = """\
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config: {http2_protocol_options: {}}
    health_checks:
"""


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  grpc_health_check: {}  # want: grpc-health-check "the cluster does not speak HTTP/2"
""")
    return Page(
        title="A gRPC health check in a cluster without HTTP/2",
        catches="A `grpc_health_check` in a cluster whose protocol options do not enable HTTP/2.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("    health_checks:\n", _OPTIONS)),
        fix=("Add HttpProtocolOptions with `explicit_http_config: {http2_protocol_options: {}}` to the cluster."),
        log=("cluster must support HTTP/2 for gRPC healthchecking",),
        more=(
            Example(
                "HTTP/1 in HttpProtocolOptions",
                bad=_examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: {http_protocol_options: {}}
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  grpc_health_check: {}  # want: grpc-health-check "does not speak HTTP/2"
"""),
            ),
            Example(
                "the protocol of the client",
                good=fix_example(
                    bad,
                    (
                        "    health_checks:\n",
                        _OPTIONS.replace(
                            "explicit_http_config: {http2_protocol_options: {}}",
                            "use_downstream_protocol_config: {http2_protocol_options: {}}",
                        ),
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="grpc-health-check",
    severity="error",
    gate="nacked",
    on=("envoy.config.core.v3.HealthCheck.GrpcHealthCheck",),
    check=check,
    page=page,
)
