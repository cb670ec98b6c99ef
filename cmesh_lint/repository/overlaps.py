"""Who of many CECs meets another one: found without a look at each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from ..finding import ObjectRef
from ..tuples import NamedTuple
from .facts import Facts

Meet = Callable[[Facts, Facts], bool]
_Group = dict[tuple[ObjectRef, str], "_Member"]


class _Member(NamedTuple):
    """A CEC, and its number in the order they were entered in."""

    number: int
    config: Facts


class Crowd:
    """CECs that do the same thing. Of those of one object in one folder one is kept: each meets the same others."""

    def __init__(self, configs: Iterable[Facts] = ()) -> None:
        self._all: _Group = {}
        self._by_selector: dict[str, _Group] = defaultdict(dict)
        for number, config in enumerate(configs):
            self.add(number, config)

    def add(self, number: int, config: Facts) -> None:
        """Enters a CEC; the numbers grow."""
        key, member = (config.object, config.file.rpartition("/")[0]), _Member(number, config)
        group = self._by_selector[config.node_selector]
        if key not in group:
            group[key] = member
            self._all.setdefault((config.object, f"{key[1]}/{config.node_selector}"), member)

    def first(self, config: Facts, meet: Meet) -> tuple[int, Facts] | None:
        """The first one that meets a CEC, with its number."""
        # Others than those of the same nodes, or of all, do not meet it.
        groups = [self._all]
        if config.node_selector:
            groups = [self._by_selector.get(each, {}) for each in (config.node_selector, "")]
        found = (next((each for each in group.values() if meet(config, each.config)), None) for group in groups)
        return min(filter(None, found), key=lambda each: each.number, default=None)
