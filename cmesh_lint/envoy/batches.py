"""Many deliveries before Envoy at the cost of few: together as long as it is content, alone where it is not."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from .bootstrap import bootstrap
from .delivery import Delivery, apart, claims
from .process import Envoy, Validation

MOST = 128
"""Deliveries that are shown together at most: Envoy compares each listener with all before it, so that many more of
them take longer together than in parts.
"""

Json = Any
Claims = frozenset[tuple[str, str]]


def outcomes(envoy: Envoy, deliveries: Sequence[Delivery]) -> list[Validation]:
    """What Envoy says of each delivery alone, asked on every processor. Raises UnusableError."""
    parts = [deliveries[start : start + MOST] for start in range(0, len(deliveries), MOST)]
    if len(parts) < 2:
        return _outcomes(envoy, deliveries)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [one for part in pool.map(lambda each: _outcomes(envoy, each), parts) for one in part]


def _outcomes(envoy: Envoy, deliveries: Sequence[Delivery]) -> list[Validation]:
    """The same, one after the other.

    Those it is content with together, it is content with alone. Where it stops, its log tells how far it came: who is
    to blame is shown to it alone, for it may have been due to another.
    """
    claimed = [frozenset(claims(delivery)) for delivery in deliveries]
    found: dict[int, Validation] = {}
    waiting, size = list(range(len(deliveries))), MOST
    while waiting:
        group, waiting = _compatible(waiting, claimed, size)
        size = min(2 * size, MOST)
        if len(group) == 1:
            found[group[0]] = envoy.validate(bootstrap([deliveries[group[0]]]))
            continue
        shown = bootstrap(apart(deliveries[each], f"{each}{_MARK}") for each in group)
        said = envoy.validate(shown)
        if said.ok:
            found.update((each, said) for each in group)
            continue
        if not said.answered:
            # One of them is to blame, and Envoy does not say which.
            waiting, size = group + waiting, len(group) // 2
            continue
        at = group.index(_culprit(said, shown, {each: deliveries[each] for each in group}))
        found[group[at]] = envoy.validate(bootstrap([deliveries[group[at]]]))
        if said.listener:
            found.update((each, _GOOD) for each in group[:at])
        waiting = [each for each in group if each not in found] + waiting
        # About as many as will do without the next fault; half of them where the fault is another's.
        size = len(group) // 2 if found[group[at]].ok else 2 * at + 8
    return [found[each] for each in range(len(deliveries))]


_GOOD = Validation(True, "")
_MARK = "|"
"""Stands between the number of a delivery and its names, which are apart by it."""


def _culprit(said: Validation, shown: Json, group: Mapping[int, Delivery]) -> int:
    """Whom Envoy was at when it stopped, as far as its log tells; the first where it does not.

    It takes clusters in order, those without EDS first, and then listeners.
    """
    first = next(iter(group))
    if said.listener:
        named = _number(said.listener)  # a name like `/a` is left as it is, and no other has it
        holding = (
            each for each in group if any(one.get("name") == said.listener for one in group[each].of("listeners"))
        )
        return named if named in group else next(holding, first)
    clusters = sorted(shown["static_resources"]["clusters"], key=lambda each: each.get("type") == "EDS")
    untaken = (each["name"] for each in clusters if each.get("name") and each["name"] not in said.clusters)
    return next((number for number in map(_number, untaken) if number in group), first)


def _number(name: str) -> int:
    number = name.partition(_MARK)[0]
    return int(number) if number.isdecimal() else -1


def _compatible(waiting: Sequence[int], claimed: Sequence[Claims], most: int) -> tuple[list[int], list[int]]:
    """Up to `most` of those waiting of which no two claim the same, and those left; in order."""
    taken: list[int] = []
    left: list[int] = []
    seen: set[tuple[str, str]] = set()
    for each in waiting:
        if len(taken) < most and seen.isdisjoint(claimed[each]):
            taken.append(each)
            seen |= claimed[each]
        else:
            left.append(each)
    return taken, left
