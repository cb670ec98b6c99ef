"""Circuit breakers without all of Cilium's defaults."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example


def check(threshold: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames thresholds that leave the number of retries to Envoy."""
    if {"max_retries", "retry_budget"}.isdisjoint(threshold.fields) and threshold.field == "thresholds":
        text = (
            "`max_retries` is not set, so Envoy's default of 3 applies; without `circuit_breakers` the agent sets 128"
        )
        yield RULE.found(text, threshold.route, at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Circuit breakers without all of Cilium's defaults",
        catches=(
            "`circuit_breakers` that leave out `max_retries`. Cilium sets its own limits (1024 connections and "
            "requests, 128 retries) only if the whole message is missing."
        ),
        why="Envoy's default applies to each limit that is left out: 3 concurrent retries, not 128.",
        bad=fix_example(
            ECHO,
            (
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n    circuit_breakers:\n      thresholds:\n      - max_requests: 10  # want: partial-circuit-breakers "default of 3"\n',
            ),
        ),
        good=ECHO,
        fix="Set every limit that matters.",
        more=(
            Example(
                "a retry budget",
                good=fix_example(
                    ECHO,
                    (
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n',
                        '  - "@type": type.googleapis.com/envoy.config.cluster.v3.Cluster\n    name: default/echo\n    type: EDS\n    connect_timeout: 5s\n    circuit_breakers:\n      thresholds:\n      - retry_budget: {budget_percent: {value: 20}}\n',
                    ),
                ),
            ),
        ),
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
