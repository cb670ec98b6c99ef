"""Upstream filters that do not end with the codec."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ..protocols import injects_upstream
from . import _kinds

CODEC = "envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"


def check(options: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the list that does not end in a codec, and a codec before its end."""
    filters = options.children("http_filters")
    codecs = [index for index, each in enumerate(filters) if _is_codec(each)]
    for index in codecs:
        if index < len(filters) - 1 and not injects_upstream(config):
            yield RULE.found(
                "filters after the upstream codec are not allowed; move the codec to the end", filters[index].route
            )
    if filters and not codecs and not injects_upstream(config):
        text = "the upstream filters must end with `envoy.filters.http.upstream_codec`"
        yield RULE.found(text, options.route_of("http_filters"), at="key")


def _is_codec(filter_: Message) -> bool:
    typed = filter_.child("typed_config")
    if typed is None:
        return False
    # Envoy opens a TypedStruct and goes by the type that it names.
    return typed.type == CODEC or str(typed.fields.get("type_url", "")).endswith(f"/{CODEC}")


_GOOD = """\
max_request_bytes: 65536
        - name: envoy.filters.http.upstream_codec
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"""


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: {http2_protocol_options: {}}
    http_filters:  # want: upstream-codec "must end with `envoy.filters.http.upstream_codec`"
    - name: envoy.filters.http.buffer
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer
        max_request_bytes: 65536
""")
    return Page(
        title="Upstream filters that do not end with the codec",
        catches=(
            "`http_filters` of HttpProtocolOptions whose last filter is not the upstream codec. The agent adds the "
            "codec only where it adds its own filters: in objects with `services`, or if an annotation says so."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("max_request_bytes: 65536", _GOOD)),
        fix="Add `envoy.filters.http.upstream_codec` at the end of the list.",
        log=(
            "The codec filter is the only valid terminal upstream HTTP filter",
            "must be the last filter in a upstream",
        ),
        more=(
            Example(
                "a filter after the codec",
                bad=_examples.dns_cluster("""\
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: {http2_protocol_options: {}}
    http_filters:
    - name: envoy.filters.http.upstream_codec  # want: upstream-codec "move the codec to the end"
      typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec}
    - name: envoy.filters.http.buffer
      typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer, max_request_bytes: 65536}
"""),
            ),
        ),
    )


RULE = Rule(
    id="upstream-codec",
    severity="error",
    gate="nacked",
    on=(_kinds.OPTIONS,),
    check=check,
    page=page,
)
