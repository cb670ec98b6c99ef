"""Circuit breaker threshold of 0."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_ONE = "each worker thread of Envoy opens one connection to an endpoint; more requests wait for it"


def check(threshold: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames limits of 0."""
    for name in ("max_connections", "max_requests", "max_pending_requests"):
        if threshold.fields.get(name) == 0 and threshold.fields.get(name) is not False:
            consequence = _ONE if name == "max_connections" else ""
            yield RULE.found(f"`{name}` is 0", threshold.route_of(name), consequence=consequence)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Circuit breaker threshold of 0",
        catches="A circuit breaker with `max_connections`, `max_requests` or `max_pending_requests` of 0.",
        why=(
            "With 0 requests or 0 pending requests the breaker is always open: every request gets 503. With 0 "
            "connections Envoy still opens one to each endpoint, for each of its worker threads."
        ),
        bad=fix_example(
            ECHO,
            (
                "    type: EDS\n    connect_timeout: 5s\n",
                '    type: EDS\n    connect_timeout: 5s\n    circuit_breakers:\n      thresholds:\n      - max_requests: 0  # want: threshold-zero "is 0"\n',
            ),
        ),
        good=ECHO,
        fix="Set the number that the upstream can handle.",
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
