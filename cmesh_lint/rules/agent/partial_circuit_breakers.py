"""Circuit breakers that lose Cilium's defaults."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(threshold: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames thresholds that leave the number of retries to Envoy."""
    if {"max_retries", "retry_budget"}.isdisjoint(threshold.fields) and threshold.field == "thresholds":
        text = "`max_retries` is left to Envoy, which allows 3 at a time; without `circuit_breakers` it is 128"
        yield RULE.found(text, threshold.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Circuit breakers that lose Cilium's defaults",
        catches=(
            "`circuit_breakers` that leave some limits out. Cilium fills in its own limits (1024 connections "
            "and requests, 128 retries) only where the whole message is absent."
        ),
        why="What is left out gets Envoy's limits: 3 retries at a time, not 128.",
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n    circuit_breakers:\n      thresholds:\n      - max_requests: 10  # want: partial-circuit-breakers "allows 3 at a time"\n',
            ),
        ),
        good=ECHO,
        fix="Write all limits that matter.",
    )


RULE = Rule(
    id="partial-circuit-breakers",
    severity="info",
    gate="runtime",
    effect="Envoy allows 3 retries at a time, not the 128 that Cilium sets by default",
    on=("envoy.config.cluster.v3.CircuitBreakers.Thresholds",),
    check=check,
    since="1.17",
    page=page,
)
