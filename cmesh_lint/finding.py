"""The results of a check: Problem (with a route), Finding (with a place), NotChecked, Counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .places import Place, Route
from .tuples import NamedTuple

if TYPE_CHECKING:
    pass

Severity = Literal["critical", "error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("critical", "error", "warning", "info")
"""From the worst to the mildest."""

Gate = Literal["api", "dropped", "refused", "nacked", "crash", "runtime"]
"""Who says no, and what it costs.

api      kubectl or the API server refuses the object
dropped  the agent's decoder skips one resource and installs the rest of the CEC
refused  the agent's parser rejects the whole CEC
nacked   Envoy rejects what the agent sends and keeps what it had
crash    the agent dies
runtime  everybody accepts it, and it does not do what it says
"""
GATES: tuple[Gate, ...] = ("api", "dropped", "refused", "nacked", "crash", "runtime")

At = Literal["key", "value"]


class Note(NamedTuple):
    """A second place of the same document that belongs to a problem."""

    route: Route
    message: str
    at: At = "key"


class Problem(NamedTuple):
    """What a rule found in one document: a rule broken at a route. It becomes a Finding in `locate`."""

    rule: str
    message: str
    route: Route
    at: At = "value"
    """Whether to blame the key that leads to `route`, or what is there."""
    gate: Gate | None = None
    """Where it differs from the gate on the rule's card."""
    severity: Severity | None = None
    """Where it differs from the severity on the rule's card."""
    consequence: str = ""
    """What happens in the cluster, one sentence; empty: said from the gate."""
    notes: tuple[Note, ...] = ()


class ObjectRef(NamedTuple):
    """A Kubernetes object. `namespace` is empty where it has none."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        where = f"{self.namespace}/{self.name}" if self.namespace else self.name
        return f"{self.kind}/{where}"


class Related(NamedTuple):
    """A second place that belongs to a finding, in this or another file."""

    place: Place
    message: str


class Finding(NamedTuple):
    """A broken rule at a place: what reports print."""

    rule: str
    severity: Severity
    gate: Gate | None
    message: str
    consequence: str
    place: Place
    object: ObjectRef | None
    versions: tuple[str, ...]
    """The Cilium versions it holds for, oldest first, as they were asked for (`1.20`, `1.18.6`)."""
    related: tuple[Related, ...] = ()
    url: str | None = None
    """Where to read about the rule: None for the page of a built-in check, empty where there is none."""


class NotChecked(NamedTuple):
    """Something that could not be checked. It is never shown as clean."""

    file: str
    reason: str
    document: int | None = None
    line: int | None = None


class LeftOut(NamedTuple):
    """A folder that was not walked."""

    folder: str
    reason: str


class Counts(NamedTuple):
    """What a run looked at."""

    files: int = 0
    """Files found."""
    skipped: int = 0
    """Files among them that hold no Envoy configuration, by the byte test."""
    manifests: int = 0
    """Kubernetes objects read."""
    configs: int = 0
    """CECs and CCECs among them."""
    resources: int = 0
    """Envoy resources in those."""
