"""A retry back-off with `max_interval` below `base_interval`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import milliseconds
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example


def check(back_off: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `max_interval` below the `base_interval`."""
    base, most = (back_off.fields.get(name) for name in ("base_interval", "max_interval"))
    if isinstance(base, str) and isinstance(most, str) and milliseconds(most) < milliseconds(base):
        text = f"`max_interval` is {most}, below the `base_interval` of {base}"
        yield RULE.found(text, back_off.route_of("max_interval"))


def page() -> Page:
    from . import _examples

    bad = _examples.routes("""\
- match: {prefix: /}
  route:
    cluster: default/echo
    retry_policy:
      retry_on: 5xx
      retry_back_off:
        base_interval: 2s
        max_interval: 1s  # want: retry-back-off "`max_interval` is 1s, below the `base_interval` of 2s"
""")
    return Page(
        title="A retry back-off with `max_interval` below `base_interval`",
        catches="A `retry_back_off` whose `max_interval` is shorter than its `base_interval`.",
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("max_interval: 1s", "max_interval: 20s")),
        fix="Raise `max_interval`, or leave it out: the default is ten times the base.",
        log=("retry_policy.max_interval must greater than or equal to the base_interval",),
    )


RULE = Rule(
    id="retry-back-off",
    severity="error",
    gate="nacked",
    on=("envoy.config.route.v3.RetryPolicy.RetryBackOff",),
    check=check,
    page=page,
)
