"""A percentage that is no number."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(percent: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames NaN."""
    if percent.fields.get("value") == "NaN":
        yield RULE.found("`NaN` passes every check and means nothing", percent.route_of("value"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A percentage that is no number",
        catches="`NaN` for a percentage. It decodes, and it passes every check of a range.",
        why="What Envoy makes of it is not defined.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    common_lb_config:\n      healthy_panic_threshold: {value: "NaN"}  # want: nan-percentage "means nothing"\n',
            ),
        ),
        good=ECHO,
        fix="Write a number.",
    )


RULE = Rule(
    id="nan-percentage",
    severity="warning",
    gate="runtime",
    effect="Envoy accepts the value, and what it does with it is undefined",
    on=("envoy.type.v3.Percent",),
    check=check,
    page=page,
)
