"""Status codes for retries are ignored."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(policy: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames codes that nothing asks for."""
    codes, wanted = policy.fields.get("retriable_status_codes"), policy.fields.get("retry_on", "")
    if codes and isinstance(wanted, str) and "retriable-status-codes" not in wanted:
        text = "Envoy ignores these codes; add `retriable-status-codes` to `retry_on`"
        yield RULE.found(text, policy.route_of("retriable_status_codes"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Status codes for retries are ignored",
        catches="`retriable_status_codes` without `retriable-status-codes` in `retry_on`.",
        why="Envoy only looks at the codes if `retry_on` contains `retriable-status-codes`.",
        bad=fix_example(
            ECHO,
            (
                "          timeout: 5s\n",
                '          timeout: 5s\n          retry_policy:\n            retry_on: connect-failure\n            retriable_status_codes: [503]  # want: idle-retry-codes "add `retriable-status-codes`"\n',
            ),
        ),
        good=ECHO,
        fix="Add `retriable-status-codes` to `retry_on`.",
    )


RULE = Rule(
    id="idle-retry-codes",
    severity="warning",
    gate="runtime",
    effect="responses with these status codes are not retried",
    on=("envoy.config.route.v3.RetryPolicy",),
    check=check,
    page=page,
)
