"""Unknown retry condition."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example
from ...suggest import did_you_mean

CONDITIONS = (
    "5xx",
    "gateway-error",
    "reset",
    "reset-before-request",
    "connect-failure",
    "envoy-ratelimited",
    "retriable-4xx",
    "refused-stream",
    "retriable-status-codes",
    "retriable-headers",
    "http3-post-connect-failure",
    "cancelled",
    "deadline-exceeded",
    "internal",
    "resource-exhausted",
    "unavailable",
)
"""Source: x-envoy-retry-on and x-envoy-retry-grpc-on in the documentation of Envoy's router filter."""


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames words that are not conditions."""
    wanted = policy.fields.get("retry_on")
    for word in wanted.split(",") if isinstance(wanted, str) else ():
        name = word.strip()
        if name and name not in CONDITIONS:
            text = f"`{name}` is not a valid retry condition{did_you_mean(name, CONDITIONS)}"
            yield RULE.found(text, policy.route_of("retry_on"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Unknown retry condition",
        catches="A word in `retry_on` that is not a retry condition of Envoy, neither for HTTP nor for gRPC.",
        why="Envoy ignores the word: requests that should be retried are not.",
        bad=fix_example(
            ECHO,
            (
                "          timeout: 5s\n",
                '          timeout: 5s\n          retry_policy: {retry_on: "5xxx"}  # want: unknown-retry-condition "did you mean `5xx`"\n',
            ),
        ),
        good=ECHO,
        fix="Correct the word.",
        log=("Unknown retry_on policy token(s)",),
    )


RULE = Rule(
    id="unknown-retry-condition",
    severity="warning",
    gate="runtime",
    effect="Envoy ignores the word: requests are not retried under that condition",
    on=("envoy.config.route.v3.RetryPolicy",),
    check=check,
    page=page,
)
