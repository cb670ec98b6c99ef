"""A duration out of range."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf import wellknown
from ...protobuf.durations import SECOND, nanoseconds
from ...protobuf.walk import Message
from ...rule import CONFIG, Example, Page, Rule, fix_example

MOST = 9_223_372_036 * SECOND
"""Nanoseconds. Envoy counts them in 64 bits; from this second on it refuses, which is after 292 years."""
_LOOKS = 10
"""A text as short as this is no duration of that length."""
UNREAD = frozenset(
    {
        (
            "envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin",
            "oob_reporting_period",
        ),
        ("envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig", "slow_start_window"),
    }
)
"""Fields that Envoy does not look at before it needs them."""


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames each duration below 0, unless the schema forbids that anyway, and each that is too long."""
    for message in config.messages:
        for name, value in message.fields.items():
            if isinstance(value, str) and (value.startswith("-") or len(value) > _LOOKS):
                fault = flaw(message, name, value)
                if fault and config.decodes(message):
                    yield RULE.found(fault, message.route_of(name))


def flaw(message: Message, name: str, text: str) -> str:
    """What Envoy has against a text in a field; empty where the field is no duration or is fine."""
    field = message.schema.by_name.get(name) if message.schema is not None else None
    if field is None or field.type != wellknown.DURATION or (message.type, name) in UNREAD:
        return ""
    total = nanoseconds(text)
    if total is None:
        return ""
    if total < 0 and not _is_bounded(message, name, "durationGt", "durationGte"):
        return f"the duration `{text}` is negative; write 0s or more"
    if total >= MOST and not _is_bounded(message, name, "durationLt", "durationLte"):
        return f"the duration `{text}` is too long; the limit is below {MOST // SECOND}s"
    return ""


def _is_bounded(message: Message, name: str, *bounds: str) -> bool:
    """Whether the schema sets one of these bounds for the field, and so reports what is beyond."""
    if message.schema is None or message.unvalidated:
        return False
    parts = [part for part in message.schema.schema.get("allOf", ()) if part["title"] == "constraints"]
    return any(bound in part["properties"].get(name, {}) for part in parts for bound in bounds)


def page() -> Page:
    from ..echo import ECHO

    bad = ECHO.replace(
        "          timeout: 5s",
        '          timeout: -1s  # want: duration-beyond-range "is negative; write 0s or more"',
        1,
    )
    return Page(
        title="A duration out of range",
        catches=(
            "A negative duration, where the API's own constraints do not forbid it, and a duration of 292 years or "
            "more, anywhere in a resource."
        ),
        why=("Envoy rejects the whole resource and keeps the previous one. Nothing before Envoy checks these values."),
        bad=bad,
        good=fix_example(bad, ("timeout: -1s", "timeout: 1s")),
        fix="Write `0s` to disable a timeout; the documentation of the field says what 0 means.",
        log=("Invalid duration: Expected positive duration", "Invalid duration: Duration out-of-range"),
        more=(
            Example(
                "300 years",
                bad=ECHO.replace(
                    "          timeout: 5s",
                    '          timeout: 9460800000s  # want: duration-beyond-range "is too long; the limit is below 9223372036s"',
                    1,
                ),
            ),
        ),
    )


RULE = Rule(
    id="duration-beyond-range",
    severity="error",
    gate="nacked",
    on=(CONFIG,),
    check=check,
    page=page,
)
