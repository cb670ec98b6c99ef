"""Local rate limit is not enforced."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(limit: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames limits that are switched off by what they do not say."""
    if "token_bucket" not in limit.fields:
        return
    missing = [name for name in ("filter_enabled", "filter_enforced") if name not in limit.fields]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        text = f"{names} {'defaults' if len(missing) == 1 else 'default'} to 0 %, so no request is limited; set 100 %"
        yield RULE.found(text, limit.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Local rate limit is not enforced",
        catches="A `LocalRateLimit` without `filter_enabled` or `filter_enforced`. Both default to 0 %.",
        why="At most, Envoy counts the requests. It lets all of them through.",
        bad=fix_example(
            ECHO,
            (
                "          - name: envoy.filters.http.router\n",
                """          - name: envoy.filters.http.local_ratelimit
            typed_config:  # want: rate-limit-not-enforced "no request is limited"
              "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
              stat_prefix: echo
              token_bucket: {max_tokens: 2, tokens_per_fill: 2, fill_interval: 5s}
          - name: envoy.filters.http.router
""",
            ),
        ),
        good=ECHO,
        fix="Set both to 100 %.",
    )


RULE = Rule(
    id="rate-limit-not-enforced",
    severity="error",
    gate="runtime",
    effect="requests above the limit are not rejected",
    on=("envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",),
    check=check,
    page=page,
)
