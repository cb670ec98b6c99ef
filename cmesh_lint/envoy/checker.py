"""The last word: what the agent would send of CECs, shown to the real Envoy.

The agent is our model of it, the Envoy is real. It runs alone: its names, files and clusters are not those of a node.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..agent.draft import PREFIX
from ..agent.effective import Effective, Sent
from ..agent.names import Owner
from ..agent.transform import Agent
from ..finding import Problem
from ..lint.consequences import label
from ..places import Route
from ..protobuf.schemas import load
from ..protobuf.walk import TYPE
from ..source.manifests import Manifest
from ..versions import Version
from . import safety
from .batches import outcomes
from .blame import blame
from .bootstrap import stood_in
from .delivery import Delivery, stand_in
from .errors import Objection, objections
from .extensions import missing_extensions
from .process import Envoy, Validation

RULE = "envoy-rejects"
LIMIT = 400
"""Characters of Envoy's words; it may quote whole messages."""

_FILES = re.compile(
    r"Invalid path: |file .* does not exist|unable to read file|paths must refer to an existing path|"
    r"Environment variable doesn't exist"
)
"""Objections to files and variables that only Envoy's container may have."""


class Unchecked(NamedTuple):
    """A part of a CEC that Envoy did not get, or could not check here."""

    route: Route
    reason: str


class EnvoyVerdict(NamedTuple):
    """What Envoy says of a CEC."""

    problems: tuple[Problem, ...]
    unjudged: tuple[Unchecked, ...]
    stood_in: tuple[str, ...] = ()
    """The clusters that nothing sent to Envoy defines, so that empty ones were used in their place."""


class _Delivered(NamedTuple):
    """What Envoy is shown of a CEC, and what not."""

    delivery: Delivery
    unjudged: tuple[Unchecked, ...]


class EnvoyChecker:
    """The Envoy at `path`, without the extensions that a version of Cilium lacks. Raises UnusableError for none."""

    def __init__(self, path: str, version: Version) -> None:
        self._agent = Agent(version)
        self._schemas = load(version.minor)
        self._envoy = Envoy(path, missing_extensions(version))
        self._version = self._envoy.version()
        self._cilium = version.text

    def verdicts(self, manifests: Sequence[Manifest]) -> list[EnvoyVerdict]:
        """A verdict for each CEC or CCEC, in order. Raises UnusableError."""
        found = [self._agent.effective(manifest) for manifest in manifests]
        shown = [_shown(each) for each in found]
        said = outcomes(self._envoy, [each.delivery for each in shown])
        asked = zip(manifests, found, shown, said, strict=True)
        return [self._verdict(manifest, made, sent, one) for manifest, made, sent, one in asked]

    def _verdict(self, manifest: Manifest, made: Effective, sent: _Delivered, said: Validation) -> EnvoyVerdict:
        unjudged = [*self._withheld(made), *sent.unjudged]
        problems: list[Problem] = []
        for objection in () if said.ok else objections(self._envoy, sent.delivery, said):
            route = self._route(manifest, made, objection)
            words = objection.message[:LIMIT] + "…" * (len(objection.message) > LIMIT)
            if not objection.answered:
                unjudged.append(Unchecked(route, words))
            elif objection.of_file or _FILES.match(words):
                unjudged.append(Unchecked(route, f"it names a file that may only exist in Envoy's container: {words}"))
            else:
                problems.append(Problem(RULE, f"Envoy {self._version}: {words}", route))
        return EnvoyVerdict(tuple(problems), tuple(unjudged), tuple(stood_in(sent.delivery)))

    def _withheld(self, made: Effective) -> Iterator[Unchecked]:
        """What Envoy does not get, so that it is not checked."""
        who = f"the agent of Cilium {self._cilium}"
        for stop in made.stops[:1]:
            yield Unchecked(stop.route, f"{who} rejects it, so Envoy gets nothing: {stop.message[:LIMIT]}")
        for dropped in () if made.stops else made.dropped:
            if dropped.resource.value:
                yield Unchecked(
                    dropped.resource.route, f"{who} skips {label(dropped.resource)}, so Envoy does not get it"
                )

    def _route(self, manifest: Manifest, made: Effective, objection: Objection) -> Route:
        for sent in made.sent:
            if (sent.kind, sent.name) == objection[:2]:
                return blame(objection.message, sent.resource, made.envelope.owner, self._schemas)
        return manifest.route


def _shown(made: Effective) -> _Delivered:
    """What the agent sends, without the resources that Envoy must not get."""
    whole = delivery(made)
    resources: dict[str, list[Any]] = defaultdict(list)
    unjudged: list[Unchecked] = []
    for sent in made.sent:
        place = _hazard(sent)
        if place is None:
            resources[sent.kind].append(sent.value)
            continue
        unjudged.append(place)
        if sent.kind == "clusters":
            resources[sent.kind].append(stand_in(sent.name))
    return _Delivered(whole.only(**resources), tuple(unjudged))


def _hazard(sent: Sent) -> Unchecked | None:
    """Why Envoy must not get a resource, and where that is written; None where it may."""
    type_ = sent.resource.type_url.removeprefix(PREFIX)
    found = safety.safe(sent.value, type_, "", ciliums=True).hazards
    if not found:
        return None
    written = {key: each for key, each in sent.resource.value.items() if key != TYPE}
    places = safety.safe(written, type_, "", ciliums=True).hazards
    route = (*sent.resource.route, *(places[0].route if places else ()))
    return Unchecked(route, f"{label(sent.resource)} is not sent to Envoy: {found[0].reason}")


def delivery(made: Effective) -> Delivery:
    """What the agent sends of a CEC."""
    resources: dict[str, list[Any]] = defaultdict(list)
    for sent in made.sent:
        resources[sent.kind].append(sent.value)
    return Delivery(_owner(made.envelope.owner), resources, made.allocated)


def _owner(owner: Owner) -> str:
    return f"{owner.namespace}/{owner.name}"
