"""A range that holds no number."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(range_: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames ranges that hold nothing."""
    start, end = range_.fields.get("start", 0), range_.fields.get("end", 0)
    if isinstance(start, int) and isinstance(end, int) and start >= end:
        yield RULE.found(f"no number lies from {start} up to, and without, {end}", range_.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A range that holds no number",
        catches="A `range_match` whose `start` is not below its `end`.",
        why="The end is not part of the range, so no header value ever lies in it.",
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          prefix: /\n          headers:\n          - name: x-id\n            range_match: {start: 5, end: 5}  # want: empty-range "no number lies"\n',
            ),
        ),
        good=ECHO,
        fix="Write an end above the start.",
    )


RULE = Rule(
    id="empty-range",
    severity="warning",
    gate="runtime",
    effect="no header value is in the range, so what is matched by it never matches",
    on=("envoy.type.v3.Int64Range",),
    check=check,
    page=page,
)
