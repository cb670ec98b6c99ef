"""A message that configures a filter for a route, in the chain of filters."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.filter_types import FOR_CHAINS, PER_ROUTE
from ...protobuf.walk import TYPE, Message
from ...rule import Page, Rule, fix_example

_FILTER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter"


def check(message: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the `@type`; of an empty message Envoy does not look at it."""
    around = message.parent.parent if message.parent is not None else None
    if around is not None and around.type == _FILTER:
        text = f"expected `{FOR_CHAINS[message.type]}`; `{message.type.rpartition('.')[2]}` is for `{PER_ROUTE}`"
        yield RULE.found(text, (*message.route, TYPE))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.buffer
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.BufferPerRoute  # want: route-type-in-chain "expected `envoy.extensions.filters.http.buffer.v3.Buffer`"
    buffer: {max_request_bytes: 65536}
""")
    return Page(
        title="The message for routes in a chain of filters",
        catches=(
            "An entry of `http_filters` with the message that the filter takes from routes, such as BufferPerRoute or "
            "RBACPerRoute, where the filter's own belongs."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad, ("BufferPerRoute", "Buffer"), ("buffer: {max_request_bytes: 65536}", "max_request_bytes: 65536")
        ),
        fix="Use the filter's own message in the chain, and this one in `typed_per_filter_config` of a route.",
        log=("Unable to unpack as envoy.extensions.filters.http.buffer.v3.Buffer: …",),
    )


RULE = Rule(
    id="route-type-in-chain",
    severity="error",
    gate="nacked",
    on=tuple(FOR_CHAINS),
    check=check,
    page=page,
)
