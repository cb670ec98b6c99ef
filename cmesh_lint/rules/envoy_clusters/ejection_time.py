"""`max_ejection_time` is below `base_ejection_time`."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.durations import milliseconds
from ...protobuf.walk import Message
from ...rule import Example, Page, Rule, fix_example

DEFAULT_BASE = "30s"


def check(detection: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a `max_ejection_time` below the base."""
    base, most = detection.fields.get("base_ejection_time", DEFAULT_BASE), detection.fields.get("max_ejection_time")
    if not isinstance(base, str) or not isinstance(most, str):
        return
    if milliseconds(most) < milliseconds(base):
        default = "" if "base_ejection_time" in detection.fields else ", the default"
        text = f"`max_ejection_time` is {most}, below the `base_ejection_time` of {base}{default}"
        yield RULE.found(text, detection.route_of("max_ejection_time"))


def page() -> Page:
    from . import _examples

    bad = _examples.dns_cluster("""\
outlier_detection:
  max_ejection_time: 10s  # want: ejection-time "below the `base_ejection_time` of 30s, the default"
""")
    return Page(
        title="`max_ejection_time` is below `base_ejection_time`",
        catches=(
            "A `max_ejection_time` of the outlier detection below its `base_ejection_time`, which defaults to 30 "
            "seconds."
        ),
        why=_examples.REJECTED,
        bad=bad,
        good=fix_example(bad, ("max_ejection_time: 10s", "max_ejection_time: 10s\n      base_ejection_time: 5s")),
        fix="Lower `base_ejection_time`, or raise `max_ejection_time`.",
        log=("outlier detector's max_ejection_time cannot be smaller than base_ejection_time",),
        more=(
            Example(
                "both are set",
                bad=_examples.dns_cluster("""\
outlier_detection:
  base_ejection_time: 60s
  max_ejection_time: 45s  # want: ejection-time "below the `base_ejection_time` of 60s"
"""),
            ),
        ),
    )


RULE = Rule(
    id="ejection-time",
    severity="error",
    gate="nacked",
    on=("envoy.config.cluster.v3.OutlierDetection",),
    check=check,
    page=page,
)
