"""Fields that Envoy's API means to drop."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Problem
from ..protobuf.schemas import MessageType
from ..protobuf.walk import Message
from .wording import owner

_MATCHER = "envoy.config.route.v3.HeaderMatcher"
_CLUSTER = "envoy.config.cluster.v3.Cluster"
_OPTIONS = "write `envoy.extensions.upstreams.http.v3.HttpProtocolOptions` in `typed_extension_protocol_options`"
_INSTEAD = {
    (_MATCHER, "exact_match"): "write `string_match` with `exact`",
    (_MATCHER, "prefix_match"): "write `string_match` with `prefix`",
    (_MATCHER, "suffix_match"): "write `string_match` with `suffix`",
    (_MATCHER, "contains_match"): "write `string_match` with `contains`",
    (_MATCHER, "safe_regex_match"): "write `string_match` with `safe_regex`",
    ("envoy.type.matcher.v3.RegexMatcher", "google_re2"): "remove it, there is no other engine",
    ("envoy.config.core.v3.HeaderValueOption", "append"): "write `append_action`",
    ("envoy.config.route.v3.WeightedCluster", "total_weight"): "remove it, the weights are added up",
    ("envoy.config.listener.v3.FilterChain", "use_proxy_proto"): "use the listener filter `proxy_protocol`",
    ("envoy.config.listener.v3.Listener", "reuse_port"): "write `enable_reuse_port`",
    **{
        (_CLUSTER, name): _OPTIONS
        for name in (
            "common_http_protocol_options",
            "http_protocol_options",
            "http2_protocol_options",
            "upstream_http_protocol_options",
            "protocol_selection",
            "max_requests_per_connection",
        )
    },
}
"""What to do instead. Source: the comments of the fields in Envoy's API."""

DISALLOWED = frozenset({("envoy.config.route.v3.RateLimit.Action", "dynamic_metadata")})
"""Fields that Envoy refuses unless its configuration says otherwise. Source: `disallowed_by_default` in Envoy's API."""


def deprecated_fields(message: Message, schema: MessageType) -> Iterator[Problem]:
    """Every deprecated field that is set, with what to write instead where that is known."""
    for name, key in message.keys.items():
        if name in schema.deprecated:
            instead = _INSTEAD.get((schema.name, name))
            hint = f"; {instead}" if instead else ""
            text = f"`{key}` in {owner(message)} is deprecated{hint}"
            refused = (schema.name, name) in DISALLOWED
            problem = Problem("deprecated-field", text, message.route_of(name), at="key")
            yield problem._replace(severity="error", gate="nacked") if refused else problem
