"""What a judge says: Problem (in routes), Finding (in places), NotChecked, and the Report of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from .places import Place, Route

if TYPE_CHECKING:
    from .rule import Rule

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

IgnoredBy = Literal["comment", "annotation", "configuration"]


class Note(NamedTuple):
    """A second place of the same document that belongs to a problem."""

    route: Route
    message: str
    at: At = "key"


class Problem(NamedTuple):
    """What a judge found in one document: a rule broken at a route. It becomes a Finding in `locate`."""

    rule: str
    message: str
    route: Route
    at: At = "value"
    """Whether to blame the key that leads to `route`, or what stands there."""
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


class Ignored(NamedTuple):
    """A finding that does not count, because somebody said so."""

    finding: Finding
    reason: str
    """As it was given; empty where none was."""
    by: IgnoredBy
    place: Place | None = None
    """Where it is ignored; None for the configuration."""


class Known(NamedTuple):
    """What a baseline makes of a run."""

    path: str
    """The file of the baseline, as it was named."""
    findings: tuple[Finding, ...]
    """Findings that are in it, and so do not count."""
    gone: tuple[str, ...]
    """What it holds and is not found any more, one sentence each."""


class Since(NamedTuple):
    """What a run makes of an earlier state, where one is compared with."""

    ref: str
    """What was asked for: a branch, a tag, a commit."""
    commit: str
    """The commit that was compared with, in hexadecimal digits."""
    findings: tuple[Finding, ...]
    """Findings that were there before, and so do not count."""
    gone: int
    """How many were there before and are no more."""
    not_applied: tuple[str, ...]
    """Files of the change that would say how it is judged, and were read as they were before."""
    diagram: str = ""
    """What the change alters, in Mermaid; empty where it alters no CEC, or no report shows it."""


class NotChecked(NamedTuple):
    """Something that could not be judged. It is never shown as clean."""

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


class Organisation(NamedTuple):
    """The organisation's rules in a run."""

    engine: str
    """What ran them, `regorus 0.13.0`; empty where nothing could."""
    rules: tuple[Rule, ...]
    """Their cards, sorted by id."""
    complete: bool = True
    """Whether each of them was asked about everything, and answered."""


class Report(NamedTuple):
    """Everything a run has to say. Findings are sorted by file, place and rule."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    counts: Counts
    versions: tuple[str, ...]
    """The Cilium versions judged for, as asked."""
    ignored: tuple[Ignored, ...] = ()
    """Sorted like the findings."""
    known: Known | None = None
    """None where there is no baseline."""
    organisation: Organisation | None = None
    """None where no rules of an organisation were asked for."""
    since: Since | None = None
    """None where nothing is compared with."""
    left_out: tuple[LeftOut, ...] = ()
    """Folders below those of the run that were not walked, sorted."""


def order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: file, place and rule."""
    place = finding.place
    return place.file, place.span, place.document, finding.rule, finding.message
