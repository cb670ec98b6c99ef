"""`ignore_case` with a regular expression."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(matcher: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `ignore_case: true` beside `safe_regex`."""
    if matcher.fields.get("ignore_case") is True and "safe_regex" in matcher.fields:
        text = "`ignore_case` is not supported with `safe_regex`; begin the regular expression with `(?i)`"
        yield RULE.found(text, matcher.route_of("ignore_case"), at="key")


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match:
    prefix: /
    headers:
    - name: x-tenant
      string_match:
        safe_regex: {regex: "^acme"}
        ignore_case: true  # want: ignore-case-of-regex "begin the regular expression with `(?i)`"
  direct_response: {status: 200}
""")
    return Page(
        title="`ignore_case` with a regular expression",
        catches="A string matcher with both `safe_regex` and `ignore_case: true`.",
        why="Envoy rejects the whole resource and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ('"^acme"', '"(?i)^acme"'), ("              ignore_case: true\n", "")),
        fix="Remove `ignore_case` and begin the regular expression with `(?i)`.",
        log=("ignore_case has no effect for safe_regex.",),
    )


RULE = Rule(
    id="ignore-case-of-regex",
    severity="error",
    gate="nacked",
    on=("envoy.type.matcher.v3.StringMatcher",),
    check=check,
    page=page,
)
