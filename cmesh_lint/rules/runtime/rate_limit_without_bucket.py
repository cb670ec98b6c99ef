"""Local rate limit without a token bucket."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

TYPE = "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"


def check(manager: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames filters without a bucket where nothing else gives one."""
    if any("token_bucket" in each.fields for each in config.of(TYPE)):
        return
    for filter_ in manager.children("http_filters"):
        limit = filter_.child("typed_config")
        if limit is not None and limit.type == TYPE:
            yield RULE.found("no `token_bucket` is set, here or on a route", limit.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Local rate limit without a token bucket",
        catches=(
            "A `LocalRateLimit` among the HTTP filters without `token_bucket`, in a CEC where no route or virtual host "
            "sets one."
        ),
        why="Envoy accepts it and limits nothing.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                """          - name: envoy.filters.http.local_ratelimit
            typed_config:  # want: rate-limit-without-bucket "no `token_bucket`"
              "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
              stat_prefix: echo
          - name: envoy.filters.http.router
""",
            ),
        ),
        good=ECHO,
        fix="Add a `token_bucket` here, or on the routes.",
    )


RULE = Rule(
    id="rate-limit-without-bucket",
    severity="error",
    gate="runtime",
    effect="the filter has no limit to apply: every request passes",
    on=("envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",),
    check=check,
    page=page,
)
