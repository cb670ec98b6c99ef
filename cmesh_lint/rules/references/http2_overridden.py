"""HTTP/2 setting is overridden by the agent."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import CLUSTER, EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ..protocols import injects_upstream, is_plain, options

PROTOCOLS = ("explicit_http_config", "use_downstream_protocol_config", "auto_config")


def check(cluster: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the old field for HTTP/2 in a cluster that gets HttpProtocolOptions."""
    if cluster.parent is not cluster.top or "http2_protocol_options" not in cluster.fields:
        return
    given = options(cluster)
    chosen = given is not None and any(name in given.fields for name in PROTOCOLS)
    if not chosen and is_plain(cluster) and injects_upstream(config):
        text = "this field is ignored: the agent adds HttpProtocolOptions to the cluster, which take precedence"
        yield RULE.found(text, cluster.route_of("http2_protocol_options"), at="key")


def page() -> Page:
    from ..echo import ECHO

    bad = ECHO + '    http2_protocol_options: {}  # want: http2-overridden "take precedence"\n'
    return Page(
        title="HTTP/2 setting is overridden by the agent",
        catches=(
            "The deprecated `http2_protocol_options` of a cluster in a CEC whose clusters get Cilium's filters (one "
            "with `services`, unless an annotation turns it off). The filters come with HttpProtocolOptions that "
            "follow the client's protocol and take precedence."
        ),
        why="Requests of HTTP/1.1 clients are sent over HTTP/1.1, which a gRPC backend does not understand.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "    http2_protocol_options: {}\n",
                """\
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config:
          http2_protocol_options: {}
""",
            ),
        ),
        fix="Set it in the `explicit_http_config` of HttpProtocolOptions instead.",
    )


RULE = Rule(
    id="http2-overridden",
    severity="error",
    gate="runtime",
    effect="requests of HTTP/1.1 clients are sent over HTTP/1.1, which a gRPC backend rejects",
    since="1.15",
    on=(CLUSTER,),
    check=check,
    page=page,
)
