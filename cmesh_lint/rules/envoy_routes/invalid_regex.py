"""A regular expression that RE2 does not support."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...regexes import unreadable
from ...rule import Example, Page, Rule, fix_example
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
        title="A regular expression that RE2 does not support",
        catches=(
            "A regular expression with an error, or with a feature that RE2 does not have: lookahead and lookbehind, "
            "backreferences, more than 1000 repetitions. The check runs RE2 itself."
        ),
        why="Envoy rejects the whole resource that contains the expression and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ("^/(?!admin).*", "^/public/.*")),
        fix="Use RE2 syntax; instead of a lookahead, add a separate route before this one.",
        log=(
            "invalid perl operator: (?!",
            "missing ]: [",
            "invalid repetition size: {1,1001}",
            "no argument for repetition",
        ),
        more=(
            Example(
                "an open bracket",
                bad=_examples.routes("""\
- match:
    safe_regex:
      regex: "/users/[0-9"  # want: invalid-regex "missing ]"
  direct_response: {status: 200}
"""),
            ),
            Example(
                "too many repetitions",
                bad=_examples.routes("""\
- match:
    safe_regex:
      regex: "/x{1,1001}"  # want: invalid-regex "invalid repetition size"
  direct_response: {status: 200}
"""),
            ),
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
