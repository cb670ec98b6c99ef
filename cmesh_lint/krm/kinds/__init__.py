"""The kinds of stanzas: one module each, imported when a stanza of its kind is met."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from .kind import Kind as Kind

MODULES = {
    "TrafficPolicy": "traffic_policy",
    "CircuitBreakerPolicy": "circuit_breaker_policy",
    "RateLimitPolicy": "rate_limit_policy",
    "AdminListener": "admin_listener",
    "MetricsListener": "metrics_listener",
}
"""Kind → the module that holds it as `KIND`, in the order of the documentation."""


def kind(name: str) -> Kind:
    """The kind of that name; raises KeyError."""
    return cast(Kind, import_module(f".{MODULES[name]}", __package__).KIND)


def every() -> list[Kind]:
    """All kinds, in the order of the documentation."""
    return [kind(name) for name in MODULES]
