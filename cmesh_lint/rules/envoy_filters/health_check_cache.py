"""`cache_time` without `pass_through_mode`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import nanoseconds
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

CHECK = "envoy.extensions.filters.http.health_check.v3.HealthCheck"
_MILLISECOND = 1_000_000


def check(check: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `cache_time` without `pass_through_mode`."""
    time = check.fields.get("cache_time")
    length = nanoseconds(time) if isinstance(time, str) else None
    if length is not None and length >= _MILLISECOND and check.fields.get("pass_through_mode") is False:
        text = "`cache_time` caches upstream responses, but `pass_through_mode` is false"
        yield RULE.found(text, check.route_of("cache_time"))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.health_check
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck
    pass_through_mode: false
    cache_time: 5s  # want: health-check-cache "`pass_through_mode` is false"
    headers: [{name: ":path", string_match: {exact: /healthz}}]
""")
    return Page(
        title="`cache_time` without `pass_through_mode`",
        catches="`cache_time` in a health check filter with `pass_through_mode: false`.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("              cache_time: 5s\n", "")),
        fix="Remove `cache_time`, or set `pass_through_mode: true`.",
        log=("cache_time_ms must not be set when path_through_mode is disabled",),
    )


RULE = Rule(
    id="health-check-cache",
    severity="error",
    gate="nacked",
    on=(CHECK,),
    check=check,
    page=page,
)
