"""A descriptor's fill interval is not a multiple of the limit's."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...extensions import envoy_of
from ...finding import Problem
from ...protobuf.durations import nanoseconds
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._rate_limits import HTTP

LAST_ENVOY = (1, 31)
"""The last Envoy minor whose buckets are filled by one timer."""


def check(limit: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the interval of a descriptor that is no multiple of the limit's own."""
    if tuple(int(part) for part in envoy_of(config.version).split(".")[:2]) > LAST_ENVOY:
        return
    main = _interval(limit.child("token_bucket"))
    for descriptor in limit.children("descriptors"):
        bucket = descriptor.child("token_bucket")
        own = _interval(bucket)
        if bucket is not None and main and own and own % main:
            text = "in Envoy 1.31 and earlier, `fill_interval` of a descriptor must be a multiple of the main bucket's"
            yield RULE.found(text, bucket.route_of("fill_interval"))


def _interval(bucket: Message | None) -> int | None:
    text = bucket.fields.get("fill_interval") if bucket is not None else None
    return nanoseconds(text) if isinstance(text, str) else None


ANNOTATION = '  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n'
"""Nothing reads it in these releases."""


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.local_ratelimit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    token_bucket: {max_tokens: 100, fill_interval: 2s}
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
    descriptors:
    - entries: [{key: path, value: /}]
      token_bucket:
        max_tokens: 10
        fill_interval: 3s  # want: fill-interval-not-multiple "must be a multiple of the main bucket's"
""").replace(ANNOTATION, "")
    return Page(
        title="A descriptor's fill interval is not a multiple of the limit's",
        catches=(
            "A descriptor of a local rate limit whose `fill_interval` is not a multiple of the main bucket's, where "
            "Cilium's Envoy is 1.31 or older: Cilium 1.14 to 1.17, before 1.15.16, 1.16.9 and 1.17.3."
        ),
        why="In these versions of Envoy, one timer fills all buckets, and Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("3s", "4s")),
        fix="Make it a multiple of the main bucket's `fill_interval`.",
        log=("local rate descriptor limit is not a multiple of token bucket fill timer",),
    )


RULE = Rule(
    id="fill-interval-not-multiple",
    severity="error",
    gate="nacked",
    until="1.17.2",
    on=(HTTP,),
    check=check,
    page=page,
)
