"""gRPC service is called over HTTP/1.1."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.cluster_references import ENVOY_GRPC, references
from ...cec.envoy_config import EnvoyConfig
from ...finding import Note, Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..protocols import speaks_http2


def check(service: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the cluster of a gRPC service that is not told to speak HTTP/2."""
    for each in references(service, config):
        name = config.envelope.owner.qualified(each.written)
        cluster = config.defined.clusters.get(each.name) or config.defined.clusters.get(name)
        if cluster is not None and config.decodes(cluster) and not speaks_http2(cluster, config):
            text = f"gRPC needs HTTP/2, but Envoy speaks HTTP/1.1 to the cluster `{each.written}`"
            yield RULE.found(text, each.route, notes=(Note(cluster.route_of("name"), "the cluster"),))


FILTER = """\
          http_filters:
          - name: envoy.filters.http.ext_proc
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
              grpc_service:
                envoy_grpc:
                  cluster_name: default/processor  # want: grpc-over-http1 "HTTP/1.1 to the cluster"
"""


def page() -> Page:
    from ..echo import ECHO

    bad = fix_example(
        ECHO
        + """\
  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/processor
    type: EDS
    connect_timeout: 5s
""",
        ("          http_filters:\n", FILTER),
        ("  services:\n", "  backendServices:\n  - name: processor\n    namespace: default\n  services:\n"),
    )
    return Page(
        title="gRPC service is called over HTTP/1.1",
        catches=(
            "An `envoy_grpc` whose cluster does not set `http2_protocol_options` in the `explicit_http_config` of its "
            "HttpProtocolOptions. What the agent adds to clusters follows the client's protocol; a filter's own call "
            "has no client, so it uses HTTP/1.1."
        ),
        why="Every call fails. With ext_authz every request then gets 403.",
        bad=bad,
        good=bad.replace('  # want: grpc-over-http1 "HTTP/1.1 to the cluster"', "")
        + """\
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config:
          http2_protocol_options: {}
""",
        fix="Add HttpProtocolOptions with `explicit_http_config: {http2_protocol_options: {}}` to the cluster.",
    )


RULE = Rule(
    id="grpc-over-http1",
    severity="error",
    gate="runtime",
    effect="every call to the gRPC service fails; with ext_authz, every request then gets 403",
    on=(ENVOY_GRPC,),
    check=check,
    page=page,
)
