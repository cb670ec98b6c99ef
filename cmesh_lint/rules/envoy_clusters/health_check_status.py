"""An empty or invalid range of status codes."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

LEAST, BEYOND = 100, 600


def check(check: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each range of an HTTP health check that is empty or leaves the status codes."""
    for field in ("expected_statuses", "retriable_statuses"):
        for range_ in check.children(field):
            start, end = (range_.fields.get(name, 0) for name in ("start", "end"))
            if isinstance(start, int) and isinstance(end, int) and (fault := flaw(start, end)):
                yield RULE.found(f"invalid range of statuses from {start} to {end}: {fault}", range_.route)


def flaw(start: int, end: int) -> str:
    """What Envoy has against a range; empty for nothing."""
    if start >= end:
        return f"`end` is not included; write `end: {start + 1}` or more"
    if start < LEAST:
        return f"`start` must be at least {LEAST}"
    return f"`end` must be at most {BEYOND}" if end > BEYOND else ""


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
    - {start: 200, end: 200}  # want: health-check-status "write `end: 201` or more"
""")
    return Page(
        title="An empty or invalid range of status codes",
        catches=(
            "An entry of `expected_statuses` or `retriable_statuses` whose `end` is not above its `start`, or that "
            "is outside 100 to 599."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("end: 200", "end: 201")),
        fix="Set `end` to the code after the last one.",
        log=("Invalid http expected status range", "Invalid http retriable status range"),
        more=(
            Example(
                "a status below 100",
                bad=_examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  http_health_check:
    path: /healthz
    expected_statuses:
    - {start: 0, end: 300}  # want: health-check-status "`start` must be at least 100"
"""),
            ),
            Example(
                "a status above 599 to retry",
                bad=_examples.dns_cluster("""\
health_checks:
- timeout: 1s
  interval: 5s
  healthy_threshold: 1
  unhealthy_threshold: 3
  http_health_check:
    path: /healthz
    retriable_statuses:
    - {start: 500, end: 700}  # want: health-check-status "`end` must be at most 600"
"""),
            ),
        ),
    )


RULE = Rule(
    id="health-check-status",
    severity="error",
    gate="nacked",
    on=("envoy.config.core.v3.HealthCheck.HttpHealthCheck",),
    check=check,
    page=page,
)
