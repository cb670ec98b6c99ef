"""A regular expression that is too large."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...regexes import LIMIT, too_large
from ...rule import Example, Page, Rule, fix_example
from . import _regexes


def check(matcher: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `regex` whose program exceeds the limit."""
    text = matcher.fields.get("regex")
    if isinstance(text, str) and text:
        most = limit(matcher)
        found = _regexes.compiled(text, config, most)
        if found.size > most:
            yield RULE.found(too_large(found, most), matcher.route_of("regex"))


def limit(matcher: Message) -> int:
    """The greatest size for a matcher: its own deprecated `max_program_size`, or the default."""
    engine = matcher.child("google_re2")
    own = engine.fields.get("max_program_size") if engine is not None else None
    return own if type(own) is int and 0 <= own < 2**32 else LIMIT


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match:
    safe_regex:
      regex: /users/[a-zA-Z0-9-]{36}  # want: regex-too-large "a program of size 119; Envoy allows at most 100"
  direct_response: {status: 200}
""")
    return Page(
        title="A regular expression that is too large",
        catches=(
            "A regular expression that RE2 compiles to a program larger than 100, Envoy's limit. A counted "
            "repetition multiplies its contents; `.` and `[^…]` cost several steps each, because they read UTF-8."
        ),
        why="Envoy rejects the whole resource that contains the expression and keeps the previous one.",
        bad=bad,
        good=fix_example(bad, ("{36}", "+")),
        fix="Loosen counted repetitions (`{36}` to `+`), or match a prefix instead.",
        log=("RE2 program size of", "> max program size of 100 set for the error level threshold"),
        more=(
            Example(
                "a limit of its own",
                bad=_examples.routes("""\
- match:
    safe_regex:
      google_re2: {max_program_size: 10}
      regex: /users/[a-zA-Z0-9-]{5}  # want: regex-too-large "Envoy allows at most 10"
  direct_response: {status: 200}
"""),
            ),
        ),
    )


RULE = Rule(
    id="regex-too-large",
    severity="error",
    gate="nacked",
    on=_regexes.MATCHERS,
    check=check,
    page=page,
)
