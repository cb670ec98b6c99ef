"""The conduct of a run: paths → files → findings, then the findings of all files together → Report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from . import across, files
from .documents import too_large
from .finding import Counts, Finding, NotChecked, Report
from .lint import Linter, Outcome
from .locate import reading_finding
from .settings import Settings

Progress = Callable[[int, int], None]


def run(settings: Settings, progress: Progress | None = None) -> Report:
    """Reads what the settings name and judges it. Whatever goes wrong with one file costs that file alone."""
    paths = list(files.find(settings.paths, settings.exclude))
    versions = tuple(version.text for version in settings.cilium_versions)
    linter = Linter(settings.cilium_versions)
    outcomes = []
    kept: dict[str, files.Source] = {}
    for done, path in enumerate(paths):
        if progress is not None:
            progress(done, len(paths))
        source = files.read(path)
        if path == files.STDIN and isinstance(source, files.Source):
            kept[source.path] = source
        outcomes.append(_outcome(source, linter, versions))
    outcomes.append(
        across.outcome(
            outcomes, settings.cilium_versions, lambda path: kept.get(path) or _again(path), settings.complete
        )
    )
    return report(outcomes, versions)


def _outcome(source: files.Read, linter: Linter, versions: tuple[str, ...]) -> Outcome:
    if source is None:
        return Outcome((), (), Counts(files=1, skipped=1))
    if isinstance(source, files.Neighbour):
        return Outcome((), (), Counts(files=1, skipped=1), beside=(source,))
    if isinstance(source, NotChecked):
        return Outcome((), (source,), Counts(files=1))
    if isinstance(source, files.TooLarge):
        return Outcome((reading_finding(too_large(source), versions),), (), Counts(files=1))
    return linter.lint(source)


def _again(path: str) -> files.Source | None:
    source = files.read_whole(path)
    return source if isinstance(source, files.Source) else None


def report(outcomes: Iterable[Outcome], versions: tuple[str, ...]) -> Report:
    """All outcomes as one report, findings by place."""
    outcomes = list(outcomes)
    findings = sorted((found for outcome in outcomes for found in outcome.findings), key=_order)
    not_checked = sorted(
        (missed for outcome in outcomes for missed in outcome.not_checked),
        key=lambda missed: (missed.file, missed.document or 0, missed.line or 0, missed.reason),
    )
    counts = Counts(*map(sum, zip(*(outcome.counts for outcome in outcomes), strict=True))) if outcomes else Counts()
    return Report(tuple(findings), tuple(not_checked), counts, versions)


def _order(found: Finding) -> tuple[object, ...]:
    return (found.place.file, found.place.span, found.place.document, found.rule, found.message)
