"""The conduct of a run: paths → files → findings, then the findings of all files together → Report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from . import alone, files, pool
from .across import judge as across
from .finding import Counts, Finding, Report
from .lint import Linter, Outcome
from .settings import Settings

Progress = Callable[[int, int], None]


def run(settings: Settings, progress: Progress | None = None, processes: int | None = None) -> Report:
    """Reads what the settings name and judges it. Whatever goes wrong with one file costs that file alone.

    Large repositories are judged by several processes: as many as suit the machine, or `processes`.
    """
    paths = list(files.find(settings.paths, settings.exclude))
    kept: dict[str, files.Source] = {}
    linter = Linter(settings.cilium_versions, keeps_objects=bool(settings.rego.sources))
    outcomes = []
    for done, outcome in enumerate(_outcomes(paths, linter, kept, processes or pool.processes()), 1):
        outcomes.append(outcome)
        if progress is not None:
            progress(done, len(paths))

    def source_of(path: str) -> files.Source | None:
        return kept.get(path) or _again(path)

    together = across.outcome(outcomes, settings.cilium_versions, source_of, settings.complete)
    if not settings.rego.sources:
        return report([*outcomes, together], linter.versions)
    from .judges import rego

    said = rego.judged(outcomes, settings, source_of)
    whole = report([*outcomes, together, said.outcome], linter.versions)
    return whole._replace(organisation=said.organisation)


def _outcomes(paths: Sequence[str], linter: Linter, kept: dict[str, files.Source], processes: int) -> Iterator[Outcome]:
    """What each file comes to, in order. `kept` takes what cannot be read twice."""
    configs = 0
    for number, path in enumerate(paths):
        if configs >= pool.WORTH_IT and processes > 1 and files.STDIN not in paths:
            yield from pool.outcomes(paths[number:], linter, processes)
            return
        source = files.read_whole(path)
        if path == files.STDIN and isinstance(source, files.Source):
            kept[source.path] = source
        outcome = alone.outcome(source, linter)
        configs += outcome.counts.configs
        yield outcome


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
