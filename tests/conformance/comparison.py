"""Where the linter and the real judges agree, gate by gate, and where they do not.

Each gate is asked by itself, and only where the real judges come to it: what the API server refuses no agent sees, and
what the agent refuses no Envoy. Of what is dropped, the resources count one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .cases import Case
from .verdicts import GATES, Judged, Reasons

Key = tuple[str, int | None]
"""Gate, and the index of a resource where the gate is `dropped`."""


LEAST_RECALL = 0.99
"""Of what Envoy rejects; of what the agent does not take the linter finds all."""
CAUSES = (
    (
        r"not sent to Envoy: ",
        "It loads code, which the Envoy of this comparison never gets.",
    ),
    (
        r"Invalid path: |file .* does not exist|unable to read file|Failed to load .* from path: |paths must refer to an existing path",
        "It names a file of Envoy's container. The Envoy of this comparison has no such file; whether Cilium's has it, "
        "the manifest does not show.",
    ),
    (
        r"Unable to parse JSON as proto \(INVALID_ARGUMENT: could not find @type ",
        "The Envoy of this comparison reads JSON, and has to know every type in it; the agent sends protobuf, and Envoy "
        "passes over what nobody asks it to open.",
    ),
    (
        r"error adding listener named .* missing the API listener extension",
        "`api_listener` is for the bootstrap. The Envoy of this comparison takes listeners from there; one that comes from "
        "the agent it passes over with a warning.",
    ),
    (
        r"Environment variable doesn't exist",
        "It names a variable of Envoy's container, which the Envoy that judges here does not have.",
    ),
    (
        r"extension-not-built: `envoy.network.dns_resolver.getaddrinfo`",
        "The Envoy that judges here cannot do without this resolver, which Cilium's lacks.",
    ),
    (
        r"LEDS is only supported when EDS is used. Static cluster .* \(endpoints\) cannot use LEDS",
        "The Envoy that judges here has no EDS: endpoints that the agent serves are put into a static cluster.",
    ),
    (
        r"Caught Segmentation fault",
        "The Envoy of this comparison has no `ads` and dies of a cluster that asks it.",
    ),
    (
        r"undefined-cluster: ",
        "A name with a `/` that looks like a slip of a cluster beside it. The Envoy of this comparison gets a stand-in for "
        "every such name, as if another object defined it.",
    ),
    (
        r"websocket: ",
        "It is about an extension of Cilium's own, which the stock Envoy lacks.",
    ),
)
"""Known reasons for a disagreement: how the objection begins, and the reason."""
FOLLOWS = (
    "It follows from a resource that the agent drops, which the linter reports: an inline route leads to a cluster "
    "that Envoy does not get."
)


STRIPPED = (
    "A filter of Cilium's own stands behind one that ends the chain. The stock Envoy, which lacks it, is shown the chain "
    "without."
)
UNASKED = (
    "A connection manager asks ADS for its routes. The Envoy of this comparison has no `ads`, so it never sees the routes "
    "that the linter speaks of."
)
_OWN = "type.googleapis.com/cilium."


class Agreement(NamedTuple):
    """Both say no, at one gate."""

    case: Case
    gate: str


class Disagreement(NamedTuple):
    """One says no, at one gate, and the other does not."""

    case: Case
    gate: str
    missed: bool
    """Whether it is the linter that does not; else it is a false alarm."""
    reasons: Reasons
    """Of the one that says no."""
    dropped: bool = False
    """Whether the agent drops a resource of the case."""

    @property
    def cause(self) -> str:
        """Why nobody is wrong; empty where somebody is."""
        if self.missed and self.dropped and self.reasons[0].startswith("route: unknown cluster "):
            return FOLLOWS
        if self.reasons[0].startswith("network-filter-order: ") and _OWN in json.dumps(self.case.object):
            return STRIPPED
        if not self.missed and '"ads": {}' in json.dumps(self.case.object):
            return UNASKED
        causes = {next((cause for start, cause in CAUSES if re.match(start, why)), "") for why in self.reasons}
        return "" if "" in causes else min(causes)


class Comparison(NamedTuple):
    """What came of all cases."""

    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    unjudged: tuple[tuple[Case, str], ...]
    """Cases on which the linter gave no verdict, and why."""

    def missed(self, gate: str | None = None) -> list[Disagreement]:
        """What the linter does not find."""
        return [each for each in self._open(gate) if each.missed]

    def alarms(self, gate: str | None = None) -> list[Disagreement]:
        """What the linter alone finds."""
        return [each for each in self._open(gate) if not each.missed]

    def found(self, gate: str) -> int:
        """How often both say no at a gate."""
        return sum(1 for each in self.agreements if each.gate == gate)

    def recall(self, gate: str) -> float:
        """The share of what is wrong at a gate that the linter finds: 1 where nothing is."""
        wrong = self.found(gate) + len(self.missed(gate))
        return self.found(gate) / wrong if wrong else 1.0

    def _open(self, gate: str | None) -> list[Disagreement]:
        return [each for each in self.disagreements if not each.cause and gate in (None, each.gate)]


def compare(cases: Sequence[Case], observed: Sequence[Judged], said: Sequence[Judged]) -> Comparison:
    """The linter's verdicts against the real ones."""
    agreements: list[Agreement] = []
    disagreements: list[Disagreement] = []
    unjudged = [(case, why) for case, ours in zip(cases, said, strict=True) for why in ours.missed]
    for case, real, ours in zip(cases, observed, said, strict=True):
        if not ours.missed:
            for found in _compared(case, real, ours):
                (agreements if isinstance(found, Agreement) else disagreements).append(found)  # type: ignore[arg-type]
    return Comparison(tuple(agreements), tuple(disagreements), tuple(unjudged))


def _compared(case: Case, real: Judged, ours: Judged) -> Iterator[Agreement | Disagreement]:
    theirs = dict(_objections(real, real.dropped))
    own = dict(_objections(ours, real.dropped))
    last = next((gate for gate in STOPS if (gate, None) in theirs), GATES[-1])
    for key in sorted({*theirs, *own}, key=str):
        if not _is_reached(key[0], last) or (key[0] == "crash" and last == "refused"):
            continue  # which resource stops the agent first, hides what the others would
        if key in theirs and key in own:
            yield Agreement(case, key[0])
        else:
            yield Disagreement(case, key[0], key in theirs, theirs.get(key) or own[key], bool(real.dropped))


STOPS = ("api", "crash", "refused")
"""Gates behind which there is nothing."""


def _is_reached(gate: str, last: str) -> bool:
    """Whether a gate is asked where `last` is the last one."""
    order = ("api", "crash", "dropped", "refused", "nacked")
    return order.index(gate) <= order.index(last)


def _objections(judged: Judged, dropped: Iterable[int]) -> Iterator[tuple[Key, Reasons]]:
    """Each gate that says no, and why; without what is said of resources that are dropped."""
    for gate, reasons in (("api", judged.api), ("crash", judged.crash)):
        if reasons:
            yield (gate, None), reasons
    for index, reasons in judged.dropped.items():
        yield ("dropped", index), reasons
    skipped = set(dropped)
    for gate, by_resource in (("refused", judged.refused), ("nacked", judged.nacked)):
        kept = [why for index, reasons in by_resource.items() if index not in skipped for why in reasons]
        if kept:
            yield (gate, None), tuple(kept)
