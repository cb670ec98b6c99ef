"""A rate limit of a filter uses what only one of a route can."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ._rate_limits import HTTP

_FIELDS = ("disable_key", "limit", "stage")
_GLOBAL = "envoy.extensions.filters.http.ratelimit.v3."
_NOUNS = {HTTP: "local rate limit"}
_SEVERAL = re.compile(r"%[^%]*%.+", re.DOTALL)
"""A command, and more behind it."""


def check(limit: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames fields of `rate_limits` that a filter's own limits do not have."""
    for action in limit.children("rate_limits"):
        for name in _FIELDS:
            if action.fields.get(name) not in (None, "") and name in action.fields:
                text = (
                    f"`{name}` has no meaning in the `rate_limits` of a {_NOUNS.get(limit.type, 'rate limit filter')}"
                )
                yield RULE.found(text, action.route_of(name), at="key")
        hits = action.child("hits_addend")
        if hits is not None and ("number" in hits.fields) == bool(hits.fields.get("format")):
            text = "`hits_addend` needs a `number` or a `format`, and not both"
            yield RULE.found(text, action.route_of("hits_addend"), at="key")
        elif hits is not None and _SEVERAL.match(str(hits.fields.get("format", ""))):
            text = "the `format` of `hits_addend` is one command, such as `%BYTES_RECEIVED%`, and nothing else"
            yield RULE.found(text, hits.route_of("format"))


def page() -> Page:
    from ..examples import http_filter

    bad = http_filter("""\
- name: envoy.filters.http.local_ratelimit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    token_bucket: {max_tokens: 100, fill_interval: 1s}
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
    rate_limits:
    - actions: [{remote_address: {}}]
      stage: 1  # want: local-limit-field "`stage` has no meaning"
""")
    return Page(
        title="A field that the actions of a local rate limit do not take",
        catches=(
            "`stage`, `disable_key` or `limit` in the `rate_limits` of a LocalRateLimit, or a `hits_addend` there that has "
            "not exactly one of `number` and `format`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("                stage: 1\n", "")),
        fix="Take the field away.",
        log=(
            "hits_addend must contain either a format or a number",
            "'stage' field and 'disable_key' field are not supported",
            "'limit' field is not supported",
        ),
    )


RULE = Rule(
    id="local-limit-field",
    severity="error",
    gate="nacked",
    on=(HTTP, f"{_GLOBAL}RateLimit", f"{_GLOBAL}RateLimitPerRoute"),
    check=check,
    page=page,
)
