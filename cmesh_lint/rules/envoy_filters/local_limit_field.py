"""An unsupported field in a local rate limit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
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
                where = _NOUNS.get(limit.type, "rate limit filter")
                text = f"`{name}` is not supported in the `rate_limits` of a {where}; remove it"
                yield RULE.found(text, action.route_of(name), at="key")
        hits = action.child("hits_addend")
        if hits is not None and ("number" in hits.fields) == bool(hits.fields.get("format")):
            text = "`hits_addend` needs either a `number` or a `format`"
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
      stage: 1  # want: local-limit-field "`stage` is not supported"
""")
    return Page(
        title="An unsupported field in a local rate limit",
        catches=(
            "`stage`, `disable_key` or `limit` in the `rate_limits` of a LocalRateLimit, or a `hits_addend` there "
            "that does not have exactly one of `number` and `format`."
        ),
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(bad, ("                stage: 1\n", "")),
        fix="Remove the field.",
        log=(
            "hits_addend must contain either a format or a number",
            "'stage' field and 'disable_key' field are not supported",
            "'limit' field is not supported",
        ),
        more=(
            Example(
                "`hits_addend` with both",
                bad=bad.replace(
                    'stage: 1  # want: local-limit-field "`stage` is not supported"',
                    'hits_addend: {number: 2, format: "%BYTES_RECEIVED%"}  # want: local-limit-field "needs either a `number` or a `format`"',
                ),
            ),
            Example(
                "`hits_addend` with neither",
                bad=bad.replace(
                    'stage: 1  # want: local-limit-field "`stage` is not supported"',
                    'hits_addend: {}  # want: local-limit-field "needs either a `number` or a `format`"',
                ),
                good=bad.replace(
                    'stage: 1  # want: local-limit-field "`stage` is not supported"', "hits_addend: {number: 2}"
                ),
            ),
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
