"""Duplicate rate limit descriptors."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example
from ._rate_limits import HTTP

Entries = tuple[tuple[str, str], ...]


def check(limit: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second; the order of the entries makes a difference."""
    seen: set[Entries] = set()
    for descriptor in limit.children("descriptors"):
        entries = tuple(
            (str(each.fields.get("key", "")), str(each.fields.get("value", "")))
            for each in descriptor.children("entries")
        )
        if entries in seen:
            text = ", ".join(f"{key}={value}" for key, value in entries)
            yield RULE.found(
                f"duplicate descriptor: another one has the entries `{text}`", descriptor.route_of("entries"), at="key"
            )
        seen.add(entries)


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
    descriptors:
    - entries: [{key: path, value: /a}]
      token_bucket: {max_tokens: 10, fill_interval: 1s}
    - entries: [{key: path, value: /a}]  # want: doubled-descriptor "another one has the entries `path=/a`"
      token_bucket: {max_tokens: 20, fill_interval: 1s}
""")
    return Page(
        title="Duplicate rate limit descriptors",
        catches="Two `descriptors` of a local rate limit with the same keys and values in the same order.",
        why="Envoy rejects the listener.",
        bad=bad,
        good=fix_example(
            bad,
            (
                "value: /a}]\n                token_bucket: {max_tokens: 20",
                "value: /b}]\n                token_bucket: {max_tokens: 20",
            ),
        ),
        fix="Remove one of them.",
        log=("duplicate descriptor in the local rate descriptor: a=b",),
        more=(
            Example(
                "the same entries in another order",
                good=http_filter("""\
- name: envoy.filters.http.local_ratelimit
  typed_config:
    "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
    stat_prefix: echo
    token_bucket: {max_tokens: 100, fill_interval: 1s}
    filter_enabled: {default_value: {numerator: 100}}
    filter_enforced: {default_value: {numerator: 100}}
    descriptors:
    - entries: [{key: path, value: /a}, {key: user, value: b}]
      token_bucket: {max_tokens: 10, fill_interval: 1s}
    - entries: [{key: user, value: b}, {key: path, value: /a}]
      token_bucket: {max_tokens: 20, fill_interval: 1s}
"""),
            ),
        ),
    )


RULE = Rule(
    id="doubled-descriptor",
    severity="error",
    gate="nacked",
    on=(HTTP,),
    check=check,
    page=page,
)
