"""A fill interval below 50 ms."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import nanoseconds
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._rate_limits import BUCKET, DESCRIPTOR, HTTP, LISTENER, NETWORK

SHORTEST = 50_000_000
"""Nanoseconds."""


def check(bucket: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames an interval that is too short for the timer; one of zero or less is told by the schema."""
    interval = bucket.fields.get("fill_interval")
    length = nanoseconds(interval) if isinstance(interval, str) else None
    if length is not None and 0 < length < SHORTEST and _is_local(bucket):
        text = f"`fill_interval` of a local rate limit must be at least `0.05s`, found `{interval}`"
        yield RULE.found(text, bucket.route_of("fill_interval"))


def _is_local(bucket: Message) -> bool:
    return bucket.parent is not None and bucket.parent.type in (HTTP, NETWORK, LISTENER, DESCRIPTOR)


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.local_ratelimit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    token_bucket:
      max_tokens: 1
      fill_interval: 0.01s  # want: fill-interval-too-short "must be at least `0.05s`, found `0.01s`"
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
""")
    return Page(
        title="A fill interval below 50 ms",
        catches="A `fill_interval` below 50 milliseconds in a local rate limit or one of its descriptors.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("max_tokens: 1\n", "max_tokens: 5\n"), ("0.01s", "0.05s")),
        fix="Fill less often, and add more tokens each time with `tokens_per_fill`.",
        log=("local rate limit token bucket fill timer must be >= 50ms",),
        more=(
            Example(
                "a descriptor",
                bad=http_filter("""\
- name: envoy.filters.http.local_ratelimit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    token_bucket: {max_tokens: 100, fill_interval: 1s}
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
    descriptors:
    - entries: [{key: path, value: /a}]
      token_bucket:
        max_tokens: 10
        fill_interval: 0.049s  # want: fill-interval-too-short "found `0.049s`"
"""),
            ),
        ),
    )


RULE = Rule(
    id="fill-interval-too-short",
    severity="error",
    gate="nacked",
    on=(BUCKET,),
    check=check,
    page=page,
)
