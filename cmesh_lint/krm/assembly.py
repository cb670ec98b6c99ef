"""Pieces → what is at each spot; pieces that contradict each other are reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..places import Route, spell
from .merge import Merged, describe
from .pieces import Patch, Piece, Spot, Trouble
from .stanza import StanzaProblem, ValuePlace

Table = dict[str, Any]


class Put(NamedTuple):
    """A piece or a patch, and the policy that it is made of."""

    made: Piece | Patch
    merged: Merged

    @property
    def site(self) -> ValuePlace:
        """Where to blame it."""
        return next(self.sites(), self.merged.at(()))

    def sites(self) -> Iterator[ValuePlace]:
        """Every place that it is made of."""
        for route in self.made.of:
            yield from self.merged.all_at(route)


class Assembly:
    """What was made of the policies of a Service, or of a policy that is alone."""

    def __init__(self) -> None:
        self.complaints: list[StanzaProblem] = []
        self.puts: dict[Spot, list[Put]] = defaultdict(list)
        self.patches: dict[Spot, list[Put]] = defaultdict(list)

    def add(self, made: Piece | Patch | Trouble, merged: Merged) -> None:
        """Takes what a kind made of a policy."""
        if isinstance(made, Trouble):
            site = merged.at(made.route)
            self.complaints.append(StanzaProblem(site, made.message))
            return
        several = (self.patches if isinstance(made, Patch) else self.puts)[made.spot]
        put = Put(made, merged)
        if put not in several:
            several.append(put)

    def spots(self, kind: str) -> list[Spot]:
        """The spots of a kind that something was made for, in order."""
        return sorted(spot for spot in {*self.puts, *self.patches} if spot[0] == kind)

    def settled(self, spot: Spot, base: Table | None = None) -> Table:
        """What is at a spot before its patches: the pieces for it, above `base`."""
        joining = _Joining(self.complaints)
        value: Table = {}
        for put in self.puts.get(spot, ()):
            joining.join(value, put.made.value, (), put)
        return overlaid(base or {}, value)

    def patched(self, spot: Spot, value: Table) -> Table:
        """A value after the patches for a spot."""
        for put in self.patches.get(spot, ()):
            value = patch(value, put.made.value)
        return value

    def all_puts(self) -> Iterator[Put]:
        """Every piece and patch."""
        for several in (*self.puts.values(), *self.patches.values()):
            yield from several


def assemble(parts: Iterable[Assembly], kind: str) -> Assembly:
    """What several make for spots of a kind, as one."""
    found = Assembly()
    for part in parts:
        for spot in part.spots(kind):
            for mine, theirs in ((found.puts, part.puts), (found.patches, part.patches)):
                mine[spot] += [put for put in theirs.get(spot, ()) if put not in mine[spot]]
    return found


class _Joining:
    """Merges pieces, and remembers who wrote what."""

    def __init__(self, complaints: list[StanzaProblem]) -> None:
        self._by: dict[Route, Put] = {}
        self._complaints = complaints

    def join(self, target: Table, value: Table, route: Route, put: Put) -> None:
        for field, each in value.items():
            at = (*route, field)
            before = target.get(field)
            if field not in target:
                target[field] = _copied(each)
                self._note(each, at, put)
            elif isinstance(before, dict) and isinstance(each, dict):
                self.join(before, each, at, put)
            elif isinstance(before, list) and isinstance(each, list):
                before += [item for item in each if item not in before]
            elif before != each:
                self._disagree(at, before, each, put)

    def _note(self, value: Any, route: Route, put: Put) -> None:
        self._by[route] = put
        for field, each in value.items() if isinstance(value, dict) else ():
            self._note(each, (*route, field), put)

    def _disagree(self, route: Route, before: Any, value: Any, put: Put) -> None:
        first = self._by[route]
        what = f"it sets Envoy's `{spell(route)}` to {describe(value)}, and {first.site.stanza} to {describe(before)}"
        others = ((first.site, f"here it is {describe(before)}"),)
        self._complaints.append(StanzaProblem(put.site, f"{what}; expected policies that agree", others))


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {field: _copied(each) for field, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value


def overlaid(base: Table, value: Table) -> Table:
    """`base` with what `value` says instead, objects merged."""
    made = dict(base)
    for field, each in value.items():
        inner = made.get(field)
        made[field] = overlaid(inner, each) if isinstance(inner, dict) and isinstance(each, dict) else each
    return made


def patch(value: Any, change: Any) -> Any:
    """The value after a JSON merge patch (RFC 7386)."""
    if not isinstance(change, dict):
        return change
    made = dict(value) if isinstance(value, dict) else {}
    for field, each in change.items():
        if each is None:
            made.pop(field, None)
        else:
            made[field] = patch(made.get(field), each)
    return made
