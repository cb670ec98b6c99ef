"""A range of status codes that holds none."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

LEAST, BEYOND = 100, 600


def check(check: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each range of an HTTP health check that is empty or leaves the status codes."""
    for field in ("expected_statuses", "retriable_statuses"):
        for range_ in check.children(field):
            start, end = (range_.fields.get(name, 0) for name in ("start", "end"))
            if isinstance(start, int) and isinstance(end, int) and (fault := flaw(start, end)):
                yield RULE.found(f"the statuses from {start} to before {end} are none: {fault}", range_.route)


def flaw(start: int, end: int) -> str:
    """What Envoy has against a range; empty for nothing."""
    if start >= end:
        return f"`end` is the one after the last, so expected `end: {start + 1}` or more"
    if start < LEAST:
        return f"expected `start` to be at least {LEAST}"
    return f"expected `end` to be at most {BEYOND}" if end > BEYOND else ""


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  http_health_check:
    path: /healthz
    expected_statuses:
    - {start: 200, end: 200}  # want: health-check-status "expected `end: 201` or more"
""")
    return Page(
        title="A range of status codes that holds none",
        catches=(
            "An entry of `expected_statuses` or `retriable_statuses` whose `end` is not above its `start`, or that leaves 100 to "
            "599."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("end: 200", "end: 201")),
        fix="Set `end` to the code after the last one.",
        log=("Invalid http expected status range", "Invalid http retriable status range"),
    )


RULE = Rule(
    id="health-check-status",
    severity="error",
    gate="nacked",
    on=("envoy.config.core.v3.HealthCheck.HttpHealthCheck",),
    check=check,
    page=page,
)
