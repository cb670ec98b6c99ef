"""Regular expression must match the whole path."""

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
        text = f"`{regex}` must match the whole path: it matches `{regex.lstrip('^')}`, but nothing below it"
        yield RULE.found(text, matcher.route_of("regex"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Regular expression must match the whole path",
        catches=(
            "A `safe_regex` of a route that is a plain path, with or without `^`, and uses no other syntax of regular "
            "expressions."
        ),
        why=(
            "Envoy matches the whole path, as if the expression were between `^` and `$`: `^/echo` matches `/echo`, "
            "but not `/echo/1`."
        ),
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          safe_regex: {regex: ^/echo}  # want: regex-looks-like-prefix "nothing below"\n',
            ),
        ),
        good=ECHO,
        fix="Add `.*` at the end, or use `prefix`, `path_separated_prefix` or `path`.",
    )


RULE = Rule(
    id="regex-looks-like-prefix",
    severity="warning",
    gate="runtime",
    effect="paths below it do not match; they go to a later route or get 404",
    on=("envoy.config.route.v3.RouteMatch",),
    check=check,
    page=page,
)
