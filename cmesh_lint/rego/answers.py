"""What a custom rule answers → Problems.

A rule answers as conftest's and Gatekeeper's do: with texts, or with objects that have `msg`, and `details`.
An object may add `id`, `severity`, `path` and `related`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from ..finding import SEVERITIES, Severity
from ..places import Route
from .ruleset import RegoRule, kebab
from .types import Reply


class RelatedPath(NamedTuple):
    """A second place that an answer names."""

    path: Route
    message: str


class RuleResult(NamedTuple):
    """One complaint of a rule about one object."""

    rule: str
    severity: Severity
    message: str
    path: Route | None
    """Below the object; None where the rule names none."""
    related: tuple[RelatedPath, ...] = ()


class MalformedAnswerError(ValueError):
    """An answer that says nothing; one sentence."""


def read_results(answer: Reply, rule: RegoRule) -> Iterator[RuleResult | MalformedAnswerError]:
    """What an answer says, one complaint for each of its values."""
    return (_told_or_not(value, rule) for value in answer.values)


def _told_or_not(value: Any, rule: RegoRule) -> RuleResult | MalformedAnswerError:
    try:
        return _told(value, rule)
    except MalformedAnswerError as error:
        return error


def _told(value: Any, rule: RegoRule) -> RuleResult:
    if isinstance(value, str):
        return RuleResult(rule.rule.id, rule.rule.severity, value, None)
    if not isinstance(value, dict) or not isinstance(value.get("msg"), str):
        raise MalformedAnswerError(f"`{rule.set}` returned {_short(value)}; expected a string or an object with `msg`")
    given = value.get("id")
    severity = value.get("severity", rule.rule.severity)
    if severity not in SEVERITIES:
        raise MalformedAnswerError(f"`severity` is {_short(severity)}; expected one of {', '.join(SEVERITIES)}")
    return RuleResult(
        kebab(given) if isinstance(given, str) and given else rule.rule.id,
        cast(Severity, severity),
        value["msg"],
        _path(value["path"]) if "path" in value else None,
        tuple(map(_related, _list(value.get("related")))),
    )


def _related(value: Any) -> RelatedPath:
    if not isinstance(value, dict) or "path" not in value:
        raise MalformedAnswerError(f"`related` contains {_short(value)}; expected objects with `path` and `msg`")
    return RelatedPath(_path(value["path"]), str(value.get("msg", "")))


def _path(value: Any) -> Route:
    if not isinstance(value, list) or not all(isinstance(step, str | int) for step in value):
        raise MalformedAnswerError(f"`path` is {_short(value)}; expected a list of keys and indices")
    return tuple(value)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"
