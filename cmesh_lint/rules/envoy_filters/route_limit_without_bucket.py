"""A rate limit of a route without a bucket."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._rate_limits import HTTP, is_for_route


def check(limit: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a limit for a route, a virtual host or the like without `token_bucket`."""
    if "token_bucket" not in limit.fields and is_for_route(limit):
        yield RULE.found("the rate limit of a route needs its own `token_bucket`", limit.route, at="key")


def page() -> Page:
    from ..examples import in_route

    bad = in_route("""\
typed_per_filter_config:
  envoy.filters.http.local_ratelimit:  # want: route-limit-without-bucket "needs its own `token_bucket`"
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
""")
    return Page(
        title="A rate limit of a route without a bucket",
        catches="A LocalRateLimit without `token_bucket` in a `typed_per_filter_config`.",
        why="`token_bucket` is optional in the filter itself, but required here: Envoy rejects the routes.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "            stat_prefix: echo\n",
                "            stat_prefix: echo\n            token_bucket: {max_tokens: 5, fill_interval: 1s}\n",
            ),
        ),
        fix="Add a `token_bucket`.",
        log=("local rate limit token bucket must be set for per filter configs",),
    )


RULE = Rule(
    id="route-limit-without-bucket",
    severity="error",
    gate="nacked",
    on=(HTTP,),
    check=check,
    page=page,
)
