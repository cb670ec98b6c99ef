"""The node selector of a CEC, which the agent reads before the resources.

Source: LabelSelectorAsSelector in pkg/k8s/slim of Cilium, NewRequirement in k8s.io/apimachinery/pkg/labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..patterns import pattern
from ..places import Route

_NAME = pattern(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_PREFIX = pattern(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*")
_LONGEST_PREFIX = 253
_WITH_VALUES, _WITHOUT = ("In", "NotIn"), ("Exists", "DoesNotExist")


OPERATORS = (*_WITH_VALUES, *_WITHOUT)


def is_refused_by_crd(selector: Mapping[str, Any], route: Route) -> bool:
    """Whether the CRD, too, forbids what is at a route that `troubles` gave: it lists the operators, and has a
    pattern for the values of `matchLabels`."""
    value: Any = selector
    for step in route:
        value = value[step]
    if route[0] == "matchLabels":
        return bool(value_trouble(value))
    return value.get("operator") not in OPERATORS


def troubles(selector: Mapping[str, Any]) -> Iterator[tuple[str, Route]]:
    """What makes a selector invalid, with the route in it. What has a wrong type is left to the API server."""
    labels = selector.get("matchLabels")
    for key, value in labels.items() if isinstance(labels, dict) else ():
        trouble = key_trouble(key) or value_trouble(value)
        if trouble:
            yield trouble, ("matchLabels", key)
    requirements = selector.get("matchExpressions")
    for index, requirement in enumerate(requirements if isinstance(requirements, list) else ()):
        trouble = _requirement_trouble(requirement) if isinstance(requirement, dict) else ""
        if trouble:
            yield trouble, ("matchExpressions", index)


def _requirement_trouble(requirement: Mapping[str, Any]) -> str:
    operator, key = requirement.get("operator"), requirement.get("key", "")
    values = requirement.get("values") or []
    if operator not in OPERATORS:
        return (
            f"`{operator}` is not a valid label selector operator; expected `In`, `NotIn`, `Exists` or `DoesNotExist`"
        )
    if operator in _WITH_VALUES and not values:
        return f"`{operator}` needs values"
    if operator in _WITHOUT and values:
        return f"`{operator}` takes no values"
    return key_trouble(key) or next(filter(None, map(value_trouble, values if isinstance(values, list) else ())), "")


def key_trouble(key: Any) -> str:
    """What is wrong with a label's key; empty for nothing."""
    prefix, slash, name = str(key).rpartition("/")
    known = _NAME.fullmatch(name) and (not slash or (_PREFIX.fullmatch(prefix) and len(prefix) <= _LONGEST_PREFIX))
    return "" if known else f"`{key}` is not a valid label key"


def value_trouble(value: Any) -> str:
    """What is wrong with a label's value; empty for nothing. What is no text is left to the API server."""
    return (
        f"`{value}` is not a valid label value"
        if isinstance(value, str) and value and not _NAME.fullmatch(value)
        else ""
    )
