"""What connections a filter chain match takes, as Envoy compares them.

Source: `addFilterChains` and what it calls in source/common/listener_manager/filter_chain_manager_impl.cc of Envoy.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from ...protobuf.walk import Message
from ..addresses import is_ip, network

Leaf = tuple[Any, ...]
"""One combination of what a match names; "" and 0 stand for anything."""
_MOST = 10_000
"""Combinations of one match beyond which nothing is compared."""


def leaves(match: Message | None) -> Iterator[Leaf] | None:
    """Every combination that leads to the chain, repeated ones too; None for a match that Envoy refuses anyway."""
    if match is None:
        return iter([(0, "", "", "", "", "", "ANY", "", 0)])
    ranges = [_ranges(match, name) for name in ("prefix_ranges", "direct_source_prefix_ranges", "source_prefix_ranges")]
    if None in ranges:
        return None
    destination, direct, source = (found or [""] for found in ranges)
    parts: list[list[Any]] = [
        [match.fields.get("destination_port", 0)],
        destination,
        [str(name).lower().removeprefix("*") for name in _many(match, "server_names", "")],
        [match.fields.get("transport_protocol", "")],
        _many(match, "application_protocols", ""),
        direct,
        [match.fields.get("source_type", "ANY")],
        source,
        _many(match, "source_ports", 0),
    ]
    return product(*parts) if prod(map(len, parts)) <= _MOST else None


def _many(match: Message, name: str, anything: Any) -> list[Any]:
    found = match.fields.get(name)
    return found if isinstance(found, list) and found else [anything]


def _ranges(match: Message, name: str) -> list[str] | None:
    """The prefixes of a field as networks; none where it has none."""
    found = []
    for each in match.children(name):
        prefix, length = each.fields.get("address_prefix"), each.fields.get("prefix_len", 0)
        if not isinstance(prefix, str) or not is_ip(prefix) or type(length) is not int:
            return None
        found.append(network(prefix, length))
    return found


def equal(one: Message | None, other: Message | None) -> bool:
    """Whether two messages are equal field by field, as the agent compares them: an absent one equals no empty one."""
    if one is None or other is None:
        return one is other
    if one.fields != other.fields or len(one.below) != len(other.below):
        return False
    by_field = [sorted(message.below, key=lambda each: each.field) for message in (one, other)]
    return all(a.field == b.field and equal(a, b) for a, b in zip(*by_field, strict=True))
