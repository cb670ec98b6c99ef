"""Range contains no number."""

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
        yield RULE.found(
            f"the range from {start} to {end} is empty, since `end` is not part of it", range_.route, at="key"
        )


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Range contains no number",
        catches="A `range_match` whose `start` is not below its `end`.",
        why="The end is not part of the range, so no header value is ever in it.",
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          prefix: /\n          headers:\n          - name: x-id\n            range_match: {start: 5, end: 5}  # want: empty-range "is empty"\n',
            ),
        ),
        good=ECHO,
        fix="Set `end` to a number above `start`.",
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
