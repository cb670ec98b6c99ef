"""Values of policies → values of Envoy."""

from __future__ import annotations

import re
from typing import Any

from ..protobuf.durations import SECOND, spell
from .fields import Schema, boolean, one_of, text
from .fields import regex as regex_

TYPE = "type.googleapis.com/"
_UNITS = {"h": 3600 * SECOND, "m": 60 * SECOND, "s": SECOND, "ms": SECOND // 1000}

STRING_MATCH: Schema = {
    **one_of(
        "What a string must match. A plain string must be equal.",
        {
            "exact": {"type": "string", "description": "Equal to this."},
            "prefix": text("Begins with this."),
            "suffix": text("Ends with this."),
            "contains": text("Contains this."),
            "regex": regex_("Matches this regular expression (RE2) as a whole."),
        },
    ),
    "type": ["string", "object"],
    "title": "a string, or an object with exactly one of `exact`, `prefix`, `suffix`, `contains`, `regex`",
}

VALUE_MATCH: Schema = {
    **STRING_MATCH,
    "properties": {
        **STRING_MATCH["properties"],
        "present": boolean("Whether it must be present, with any value."),
    },
    "title": "a string, or an object with exactly one of `exact`, `prefix`, `suffix`, `contains`, `regex`, `present`",
}


def nanoseconds(duration: str) -> int:
    """`1m30s` → 90_000_000_000."""
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(?<![0-9])([0-9]+)(h|ms|m|s)", duration))


def envoy_duration(duration: str) -> str:
    """`1m30s` → `90s`; `250ms` → `0.25s`."""
    return spell(nanoseconds(duration))


def any_of(type_: str, /, **fields: Any) -> dict[str, Any]:
    """A typed_config."""
    return {"@type": TYPE + type_, **fields}


def extension(name: str, type_: str, /, **fields: Any) -> dict[str, Any]:
    """An extension with its configuration, whose fields may have any name."""
    return {"name": name, "typed_config": any_of(type_, **fields)}


def fraction(percent: float) -> dict[str, Any]:
    """25 → 25/HUNDRED; 0.5 → 5000/MILLION."""
    if percent == int(percent):
        return {"numerator": int(percent), "denominator": "HUNDRED"}
    return {"numerator": round(percent * 10_000), "denominator": "MILLION"}


def string_match(value: str | dict[str, Any]) -> dict[str, Any]:
    """A StringMatcher."""
    if isinstance(value, str):
        return {"exact": value}
    if "regex" in value:
        return {"safe_regex": regex(value["regex"])}
    return dict(value)


def regex(pattern: str) -> dict[str, Any]:
    """A RegexMatcher."""
    return {"regex": pattern}


def named_match(name: str, value: str | dict[str, Any]) -> dict[str, Any]:
    """A HeaderMatcher or QueryParameterMatcher."""
    if isinstance(value, dict) and value.get("present") is True:
        return {"name": name, "present_match": True}
    return {"name": name, "string_match": string_match(value)}


def header_match(name: str, value: str | dict[str, Any]) -> dict[str, Any]:
    """A HeaderMatcher, also for a header that must be absent."""
    if isinstance(value, dict) and value.get("present") is False:
        return {"name": name, "present_match": True, "invert_match": True}
    return named_match(name, value)


def headers_to_add(headers: dict[str, str], append: bool = False) -> list[dict[str, Any]]:
    """HeaderValueOptions, by name. Values are as written: `%` of Envoy's commands included."""
    action = "APPEND_IF_EXISTS_OR_ADD" if append else "OVERWRITE_IF_EXISTS_OR_ADD"
    return [{"header": {"key": key, "value": value}, "append_action": action} for key, value in sorted(headers.items())]
