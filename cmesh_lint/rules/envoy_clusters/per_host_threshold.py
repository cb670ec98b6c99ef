"""An unsupported limit in `per_host_thresholds`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

UNSUPPORTED = ("max_pending_requests", "max_requests", "max_retries", "max_connection_pools", "retry_budget")


def check(threshold: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each field of a `per_host_thresholds` that Envoy does not take."""
    if threshold.field == "per_host_thresholds" and _is_first(threshold):
        for field in UNSUPPORTED:
            if field in threshold.fields:
                text = f"`{field}` is not supported in `per_host_thresholds`; move it to `thresholds`"
                yield RULE.found(text, threshold.route_of(field), at="key")


def _is_first(threshold: Message) -> bool:
    """Whether Envoy takes this one: of several of the same priority, the first."""
    others = threshold.parent.children("per_host_thresholds") if threshold.parent is not None else []
    priority = threshold.fields.get("priority", "DEFAULT")
    return next((each for each in others if each.fields.get("priority", "DEFAULT") == priority), None) is threshold


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
circuit_breakers:
  per_host_thresholds:
  - max_connections: 100
    max_requests: 100  # want: per-host-threshold "`max_requests` is not supported in `per_host_thresholds`"
""")
    return Page(
        title="An unsupported limit in `per_host_thresholds`",
        catches="An entry of `per_host_thresholds` with a limit other than `max_connections`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("        max_requests: 100\n", "")),
        fix="Move the limit to `thresholds`, where it applies to the whole cluster.",
        log=("Unsupported field in per_host_thresholds",),
    )


RULE = Rule(
    id="per-host-threshold",
    severity="error",
    gate="nacked",
    on=("envoy.config.cluster.v3.CircuitBreakers.Thresholds",),
    check=check,
    page=page,
)
