"""A circuit breaker that lets nothing through."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(threshold: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames limits of 0."""
    for name in ("max_connections", "max_requests", "max_pending_requests"):
        if threshold.fields.get(name) == 0 and threshold.fields.get(name) is not False:
            yield RULE.found(f"`{name}` of 0 lets nothing through", threshold.route_of(name))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A circuit breaker that lets nothing through",
        catches="A threshold of 0 connections, requests or pending requests.",
        why="The breaker is always open: every request is answered with 503.",
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    circuit_breakers:\n      thresholds:\n      - max_requests: 0  # want: threshold-zero "lets nothing through"\n',
            ),
        ),
        good=ECHO,
        fix="Write the number that the upstream can bear.",
    )


RULE = Rule(
    id="threshold-zero",
    severity="warning",
    gate="runtime",
    effect="the circuit breaker is always open: every request gets 503",
    on=("envoy.config.cluster.v3.CircuitBreakers.Thresholds",),
    check=check,
    page=page,
)
