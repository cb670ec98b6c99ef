"""Percentage is not a number."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(percent: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames NaN."""
    if percent.fields.get("value") == "NaN":
        yield RULE.found("`NaN` is not a valid percentage", percent.route_of("value"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Percentage is not a number",
        catches="`NaN` as a percentage. It decodes, and it passes the range checks of the API.",
        why=(
            "Envoy accepts it when it checks the config; where it computes with the value later, as in the load balancing "
            "settings of a cluster, the result is not defined, or the cluster is rejected."
        ),
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    common_lb_config:\n      healthy_panic_threshold: {value: "NaN"}  # want: nan-percentage "not a valid percentage"\n',
            ),
        ),
        good=ECHO,
        fix="Write a number from 0 to 100.",
        log=("Value not in the range of 0..100 range.",),
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
