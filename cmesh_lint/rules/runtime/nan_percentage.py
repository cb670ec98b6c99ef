"""Percentage is not a number."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_CLUSTER = "envoy.config.cluster.v3.Cluster"
_COMMON = "envoy.extensions.load_balancing_policies.common.v3"
_REJECTED = (
    f"{_CLUSTER}.CommonLbConfig",
    f"{_CLUSTER}.CommonLbConfig.ZoneAwareLbConfig",
    f"{_CLUSTER}.SlowStartConfig",
    f"{_COMMON}.LocalityLbConfig.ZoneAwareLbConfig",
    f"{_COMMON}.SlowStartConfig",
)
"""Messages whose percentages Envoy compares with 0 and 100 itself. Seen in Envoy 1.37."""


def check(percent: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames NaN."""
    if percent.fields.get("value") == "NaN":
        rejected = percent.parent is not None and percent.parent.type in _REJECTED
        text, route = "`NaN` is not a valid percentage", percent.route_of("value")
        yield RULE.found(text, route, gate="nacked", severity="error") if rejected else RULE.found(text, route)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Percentage is not a number",
        catches="`NaN` as a percentage. It decodes, and it passes the range checks of the API.",
        why=(
            "Envoy rejects it in the load balancing settings of a cluster. Elsewhere, what it does with the value is "
            "not defined."
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
