"""A regular expression that matches the whole path."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...patterns import pattern
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_PLAIN = pattern(r"\^?/[A-Za-z0-9_/-]*")


def check(match: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames expressions that were probably meant as prefixes."""
    matcher = match.child("safe_regex")
    regex = matcher.fields.get("regex") if matcher is not None else None
    if matcher is not None and isinstance(regex, str) and _PLAIN.fullmatch(regex):
        text = f"`{regex}` must match the whole path: it matches `{regex.lstrip('^')}` and nothing below"
        yield RULE.found(text, matcher.route_of("regex"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A regular expression that matches the whole path",
        catches=(
            "A `safe_regex` of a route that begins with `^` and has no `$`, or is a plain path without any "
            "sign of an expression."
        ),
        why=(
            "Envoy matches the whole path, as if `^` and `$` stood around the expression: `^/echo` matches "
            "`/echo` and not `/echo/1`."
        ),
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          safe_regex: {regex: ^/echo}  # want: regex-looks-like-prefix "nothing below"\n',
            ),
        ),
        good=ECHO,
        fix="Write `.*` at the end, or use `prefix`, `path_separated_prefix` or `path`.",
    )


RULE = Rule(
    id="regex-looks-like-prefix",
    severity="warning",
    gate="runtime",
    on=("envoy.config.route.v3.RouteMatch",),
    check=check,
    page=page,
)
