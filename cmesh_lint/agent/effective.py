"""What comes of a CEC in the agent: what Envoy gets, what was dropped, what stops the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ..finding import Problem
from ..places import Route
from ..source.resources import Resource
from ..tuples import NamedTuple
from .draft import Kind, Rewrite, Table
from .envelope import Envelope
from .published import Redirect

Gate = Literal["ok", "dropped", "refused", "crash"]
Reason = Literal[
    "node-selector",
    "unsupported-type",
    "unnamed",
    "duplicate-name",
    "invalid",
    "equal-matches",
    "missing-internal-listener",
    "upstream-filters",
    "no-endpoint",
]


class Sent(NamedTuple):
    """A resource as Envoy gets it."""

    kind: Kind
    name: str
    value: Table
    """Its deep form (see `deep`), without `@type`."""
    resource: Resource
    """What it was made of."""
    changes: tuple[Rewrite, ...]
    """What the agent did to it."""


class DroppedResource(NamedTuple):
    """A resource that the agent skips."""

    resource: Resource
    problems: tuple[Problem, ...]
    """Why; the decoder stops at one of them. Of an empty resource it says nothing."""


class Stop(NamedTuple):
    """Why the agent takes nothing of a CEC."""

    gate: Literal["refused", "crash"]
    reason: Reason
    message: str
    """The agent's words (of Cilium 1.20), where they do not quote the whole resource."""
    route: Route
    """In the document."""


class Effective(NamedTuple):
    """A CEC as one version of the agent sees it."""

    envelope: Envelope
    resources: tuple[Sent, ...]
    """What the agent made of the resources, in the list's order, with those it refused as far as they came."""
    dropped: tuple[DroppedResource, ...]
    stops: tuple[Stop, ...]
    """Everything that stops the CEC. The agent meets the first and says nothing of the others; since 1.20 the order of
    those that are found after all resources were read is by chance."""
    ports: Mapping[str, int]
    """The port of each listener with a socket, by qualified name, in the list's order."""
    allocated: frozenset[str]
    """The listeners among those whose port the agent chooses."""
    redirects: tuple[Redirect, ...]

    @property
    def gate(self) -> Gate:
        """What the agent makes of the CEC."""
        if self.stops:
            return self.stops[0].gate
        # The agent passes over an empty resource silently.
        return "dropped" if any(each.resource.value for each in self.dropped) else "ok"

    @property
    def sent(self) -> tuple[Sent, ...]:
        """What Envoy gets: nothing where something stops the CEC."""
        return () if self.stops else self.resources
