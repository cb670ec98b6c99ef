"""Prefix rewrite leaves a double slash."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(route: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames `/` in place of a prefix without a slash at its end."""
    match, action = route.child("match"), route.child("route")
    prefix = match.fields.get("prefix") if match is not None else None
    if action is None or not isinstance(prefix, str) or prefix.endswith("/"):
        return
    if prefix and action.fields.get("prefix_rewrite") == "/":
        text = f"`{prefix}/a` becomes `//a`, since only `{prefix}` is replaced"
        yield RULE.found(text, action.route_of("prefix_rewrite"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Prefix rewrite leaves a double slash",
        catches="A `prefix` without a trailing slash that is rewritten to `/`.",
        why="Only the prefix is replaced: `/echo/1` becomes `//1`.",
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n        route:\n",
                '          prefix: /echo\n        route:\n          prefix_rewrite: /  # want: rewrite-double-slash "becomes `//a`"\n',
            ),
        ),
        good=ECHO,
        fix="End both with a slash, or use `regex_rewrite`.",
    )


RULE = Rule(
    id="rewrite-double-slash",
    severity="warning",
    gate="runtime",
    effect="the backend gets paths that begin with `//`, and may answer 404",
    on=("envoy.config.route.v3.Route",),
    check=check,
    page=page,
    formerly=("doubled-slash",),
)
