"""A cluster that the agent cannot add its filter to."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A cluster that the agent cannot add its filter to",
        catches=(
            "In a CEC with `services` the agent adds its policy filter to the HttpProtocolOptions of every cluster. "
            "It refuses a cluster whose transport socket has no `typed_config`, whose options hold another message, "
            "or whose upstream filters are in the wrong order: the codec must be last."
        ),
        why=(
            "The agent refuses the whole object. Whatever an older version of the object installed stays in place "
            "until the agent restarts, even if the object is deleted (seen in Cilium 1.18 to 1.20.2)."
        ),
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n    transport_socket:  # want: upstream-filters "Transport socket has no type"\n      name: envoy.transport_sockets.tls\n',
            ),
        ),
        good=ECHO,
        fix="Correct the cluster as the message says.",
        log=(
            "failed to inject upstream filters for cluster",
            "Transport socket has no type",
            "filter after codec filter",
            "failed to unmarshal HttpProtocolOptions",
        ),
        more=(
            Example(
                "a filter after the codec",
                bad=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                        """  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster
    name: default/echo
    type: EDS
    connect_timeout: 5s
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        use_downstream_protocol_config: {}
        http_filters:
        - name: envoy.filters.http.upstream_codec
          typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec}
        - name: envoy.filters.http.buffer  # want: upstream-filters "filter after codec filter"
          typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer, max_request_bytes: 1024}
""",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="upstream-filters",
    severity="error",
    gate="refused",
    page=page,
)
