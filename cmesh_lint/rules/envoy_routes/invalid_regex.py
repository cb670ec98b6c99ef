"""A regular expression that RE2 does not read."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...regexes import unreadable
from ...rule import Page, Rule, fix_example
from . import _regexes


def check(matcher: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `regex` that is no RE2."""
    text = matcher.fields.get("regex")
    if isinstance(text, str) and text and (error := _regexes.compiled(text, config).error):
        yield RULE.found(unreadable(error), matcher.route_of("regex"))


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match:
    safe_regex:
      regex: ^/(?!admin).*  # want: invalid-regex "invalid perl operator: (?!; RE2 has no look-ahead"
  direct_response: {status: 200}
""")
    return Page(
        title="A regular expression that RE2 does not read",
        catches=(
            "A regular expression with a fault, or with what RE2 leaves out: look-ahead and look-behind, back-references, "
            "more than 1000 repetitions. RE2 itself is asked."
        ),
        why="Envoy rejects the whole resource that the expression stands in and keeps what it had.",
        bad=bad,
        good=fix_example(bad, ("^/(?!admin).*", "^/public/.*")),
        fix="Write it in RE2's syntax; what a look-ahead leaves out is better a route of its own before this one.",
        log=(
            "invalid perl operator: (?!",
            "missing ]: [",
            "invalid repetition size: {1,1001}",
            "no argument for repetition",
        ),
    )


RULE = Rule(
    id="invalid-regex",
    severity="error",
    gate="nacked",
    on=_regexes.MATCHERS,
    check=check,
    page=page,
)
