"""The result of a run: the Report, with the findings that do not count and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .finding import Counts, Finding, LeftOut, NotChecked
from .places import Place
from .tuples import NamedTuple

if TYPE_CHECKING:
    from .rule import Rule


IgnoredBy = Literal["comment", "annotation", "configuration"]


class Ignored(NamedTuple):
    """A finding that does not count, because somebody said so."""

    finding: Finding
    reason: str
    """As it was given; empty where none was."""
    by: IgnoredBy
    place: Place | None = None
    """Where it is ignored; None for the configuration."""


class InBaseline(NamedTuple):
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
    """Files of the change that would say how it is checked, and were read as they were before."""
    diagram: str = ""
    """What the change alters, in Mermaid; empty where it alters no CEC, or no report shows it."""


class Organisation(NamedTuple):
    """The custom rules in a run."""

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
    """The Cilium versions checked for, as asked."""
    ignored: tuple[Ignored, ...] = ()
    """Sorted like the findings."""
    known: InBaseline | None = None
    """None where there is no baseline."""
    organisation: Organisation | None = None
    """None where no custom rules were asked for."""
    since: Since | None = None
    """None where nothing is compared with."""
    left_out: tuple[LeftOut, ...] = ()
    """Folders below those of the run that were not walked, sorted."""


def order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: file, place and rule."""
    place = finding.place
    return place.file, place.span, place.document, finding.rule, finding.message
