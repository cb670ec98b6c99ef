"""Two circuit breaker thresholds for one priority."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(breakers: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the second threshold of a priority."""
    seen: set[object] = set()
    for threshold in breakers.children("thresholds"):
        priority = threshold.fields.get("priority", "DEFAULT")
        if isinstance(priority, str) and priority in seen:
            yield RULE.found(
                f"duplicate threshold for priority {priority}; Envoy uses the first one", threshold.route, at="key"
            )
        seen.add(str(priority))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Two circuit breaker thresholds for one priority",
        catches="Two entries of `circuit_breakers.thresholds` for the same priority.",
        why="Envoy uses the first entry and ignores the second.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    circuit_breakers:\n      thresholds:\n      - max_requests: 10\n      - max_retries: 10  # want: doubled-threshold "uses the first"\n',
            ),
        ),
        good=ECHO,
        fix="Merge them into one entry.",
    )


RULE = Rule(
    id="doubled-threshold",
    severity="warning",
    gate="runtime",
    effect="Envoy uses the first threshold of the priority and ignores the others",
    on=("envoy.config.cluster.v3.CircuitBreakers",),
    check=check,
    page=page,
)
