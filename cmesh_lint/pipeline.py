"""Files → Report: each file, then all together, then which findings count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from . import faults
from .config.rego import Rego
from .config.settings import Settings
from .filters.apply import apply_filters
from .filters.ignores.ignore import Ignore
from .finding import Counts, NotChecked
from .lint import cross_file as across
from .lint import one_file, workers
from .lint.linter import Linter, Outcome
from .rendered.extra import Beside
from .report import Organisation, Report, order
from .source import files
from .tuples import NamedTuple

Progress = Callable[[int, int], None]

ALL = "<all files>"
"""What a fault is said of that is no fault of one file."""


class LintedFiles(NamedTuple):
    """Files, and the result of each alone."""

    paths: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    """One for each path."""
    source_of: across.SourceOf
    missed: tuple[NotChecked, ...] = ()
    """What else is not checked."""


def check_files(
    paths: Sequence[str], linter: Linter, progress: Progress | None = None, processes: int | None = None
) -> LintedFiles:
    """Reads the files and checks each."""
    kept: dict[str, files.Source] = {}
    outcomes = []
    for done, outcome in enumerate(_outcomes(paths, linter, kept, processes or workers.processes()), 1):
        outcomes.append(outcome)
        if progress is not None:
            progress(done, len(paths))

    def source_of(path: str) -> files.Source | None:
        return kept.get(path) or _again(path)

    return LintedFiles(tuple(paths), tuple(outcomes), source_of)


def conclude(
    found: LintedFiles, settings: Settings, before: across.Scene | None = None, now: across.Scene | None = None
) -> Report:
    """The report on files: the results of each, of all together, and of the custom rules.

    `before`: what there was before a change that is checked. `now`: what there is, where that is known already.
    """
    missed: list[NotChecked] = []
    nothing = Outcome((), (), Counts())
    earlier = settings.base is not None and before is None
    step = "checking the output of policies and kustomizations"
    beside = faults.attempt(ALL, step, missed, lambda: _beside(found, settings, earlier), Beside())
    outcomes = [*beside.left(found.paths, found.outcomes), *beside.outcomes]
    source_of = beside.sources(found.source_of)
    versions = settings.cilium_versions
    now = None if beside.made else now
    together = partial(across.outcome, outcomes, versions, source_of, settings.complete, before, now)
    outcomes.append(faults.attempt(ALL, "checking across files", missed, together, nothing))
    organisation = None
    if settings.rego.sources:
        of_rules = partial(_organisation, outcomes, settings, source_of)
        failed = nothing, Organisation("", (), complete=False)
        said, organisation = faults.attempt(ALL, "running the custom rules", missed, of_rules, failed)
        outcomes.append(said)
    step = "locating findings in the sources of policies and kustomizations"
    outcomes = faults.attempt(ALL, step, missed, partial(beside.settled, outcomes), beside.dropped(outcomes))
    outcomes.append(nothing._replace(not_checked=(*found.missed, *missed)))
    whole = report(outcomes, tuple(version.text for version in versions))._replace(organisation=organisation)
    # Where a step failed, what it would have found is not known: nothing is gone, and no ignore is idle.
    return apply_filters(whole, ignores_of(outcomes), settings, frozenset(found.paths), whole_run=not missed)


def _beside(found: LintedFiles, settings: Settings, earlier: bool) -> Beside:
    """The results of policies and kustomizations."""
    # What builds them takes a while to load, and most runs have neither.
    builds = settings.kustomize and any(map(_may_be_kustomization, found.paths))
    if not any(outcome.stanzas or (builds and outcome.counts.configs) for outcome in found.outcomes):
        return Beside()
    from .rendered.checker import check_rendered

    return check_rendered(found.paths, found.outcomes, found.source_of, settings, earlier)


def _may_be_kustomization(path: str) -> bool:
    return path.rpartition("/")[2].lower().startswith("kustomization")


def of_sources(sources: Sequence[files.Source], settings: Settings) -> Report:
    """The report on some files that are at hand. No custom rules are asked."""
    linter = Linter(settings.cilium_versions)
    by_path = {source.path: source for source in sources}
    outcomes = tuple(one_file.outcome(source, linter) for source in by_path.values())
    return conclude(LintedFiles(tuple(by_path), outcomes, by_path.get), settings._replace(rego=Rego(), kustomize=False))


def _outcomes(paths: Sequence[str], linter: Linter, kept: dict[str, files.Source], processes: int) -> Iterator[Outcome]:
    """The result of each file, in order. `kept` takes what cannot be read twice."""
    configs = 0
    alike = all(map(files.can_be_read_again, paths))
    for number, path in enumerate(paths):
        if configs >= workers.WORTH_IT and processes > 1 and alike:
            yield from workers.outcomes(paths[number:], linter, processes)
            return
        source = one_file.read_whole(path)
        if isinstance(source, files.Source) and not files.can_be_read_again(path):
            kept[source.path] = source
        outcome = one_file.outcome(source, linter)
        configs += outcome.counts.configs
        yield outcome


def _again(path: str) -> files.Source | None:
    source = one_file.read_whole(path)
    return source if isinstance(source, files.Source) else None


def ignores_of(outcomes: Iterable[Outcome]) -> tuple[Ignore, ...]:
    """All ignores, in the order of the files."""
    return tuple(each for outcome in outcomes for each in outcome.ignores)


def report(outcomes: Iterable[Outcome], versions: tuple[str, ...]) -> Report:
    """All outcomes as one report, findings by place."""
    outcomes = list(outcomes)
    findings = sorted((found for outcome in outcomes for found in outcome.findings), key=order)
    not_checked = sorted(
        (missed for outcome in outcomes for missed in outcome.not_checked),
        key=lambda missed: (missed.file, missed.document or 0, missed.line or 0, missed.reason),
    )
    counts = Counts(*map(sum, zip(*(outcome.counts for outcome in outcomes), strict=True))) if outcomes else Counts()
    return Report(tuple(findings), tuple(not_checked), counts, versions)


def _organisation(
    outcomes: Sequence[Outcome], settings: Settings, source_of: across.SourceOf
) -> tuple[Outcome, Organisation]:
    """The results of the custom rules, and which they are."""
    from .rego import checker
    from .rego.ruleset import load

    rules = load(settings.rego.sources, settings.rego.by_flag, settings.rego.limits)
    said = checker.check(outcomes, rules, settings, source_of)
    return said.outcome, said.organisation
