"""A duration that Envoy does not take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...durations import SECOND, nanoseconds
from ...envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Rule, mended
from ...walk import Message
from ...wellknown import DURATION
from ..examples import in_manager

LONGEST = 9_223_372_035
"""Whole seconds: what fits into 63 bits as nanoseconds, less one. Source: `validateDurationNoThrow` in
source/common/protobuf/utility.cc of Envoy."""


def judge(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames every duration below zero or beyond the longest, unless the field has a limit of its own there."""
    for message in config.messages:
        schema = message.schema
        for name in message.keys if schema is not None else ():
            if schema is not None and schema.by_name[name].type == DURATION:
                written = message.fields.get(name)
                for index, each in enumerate(written) if isinstance(written, list) else [(None, written)]:
                    route = message.route_of(name) if index is None else (*message.route_of(name), index)
                    if isinstance(each, str) and (fault := _fault(each, _limits(message, name))):
                        yield RULE.found(f"`{name}`: {fault}", route)


def _fault(text: str, limits: dict[str, Any]) -> str:
    """What Envoy has against a duration; empty for nothing."""
    length = nanoseconds(text)
    if length is not None and length < 0 and not limits.keys() & {"durationGt", "durationGte"}:
        return f"a duration cannot be negative, found `{text}`"
    if length is not None and length >= (LONGEST + 1) * SECOND and not limits.keys() & {"durationLt", "durationLte"}:
        return f"Envoy takes durations up to {LONGEST} seconds, found `{text}`"
    return ""


def _limits(message: Message, name: str) -> dict[str, Any]:
    """The field's own limits, which the schema judges."""
    if message.schema is None or message.unvalidated:
        return {}
    parts = (part.get("properties", {}).get(name, {}) for part in message.schema.schema.get("allOf", ()))
    return {key: value for part in parts for key, value in part.items()}


BAD = in_manager("""\
stream_idle_timeout: -1s  # want: envoy-duration "a duration cannot be negative, found `-1s`"
""")
RULE = Rule(
    id="envoy-duration",
    title="A duration that Envoy does not take",
    severity="error",
    gate="nacked",
    catches="A negative duration, or one of 9223372036 seconds and more, in any field that sets no limit of its own.",
    why="The agent decodes it; Envoy rejects the resource.",
    bad=BAD,
    good=mended(BAD, ("-1s", "0s")),
    fix="Write a duration from `0s` on. Where it switches something off, `0s` does so.",
    log=("Invalid duration: Expected positive duration", "Invalid duration: Duration out-of-range"),
    catalogue=("CM725",),
    on=(CONFIG,),
    judge=judge,
)
