"""Report → Report: which of the findings count: by ignores, then by the configuration, then by the baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import cache, partial

from .. import faults
from ..config.overrides import apply_overrides
from ..config.settings import Baseline, BaselineEntry, Settings
from ..finding import NotChecked
from ..redaction import masked_text
from ..report import Report, order
from ..rules import catalogue
from .ignores.ignore import Ignore


def apply_filters(
    report: Report, ignores: Collection[Ignore], settings: Settings, paths: Collection[str], whole_run: bool = True
) -> Report:
    """The report with what does not count beside what does; what was not checked stays whole. `paths`: all files.

    `whole_run`: whether every step of the run was taken. A fault in one of those here leaves findings that count.
    """
    report = report._replace(not_checked=tuple(map(_discreet, report.not_checked)))
    if not whole_run:
        settings = settings._replace(other_versions=True)  # what was not found may still be there
    settings = settings._replace(tuning=settings.tuning.renamed(catalogue.current_id))
    steps: list[tuple[str, Callable[[Report], Report]]] = []
    if settings.ignores and ignores:
        steps.append(("applying the ignores", lambda each: _sifted(each, ignores, settings)))
    steps.append(
        ("applying the configuration", lambda each: apply_overrides(each, settings.tuning, _on_by_default(each)))
    )
    known = settings.known
    if known is not None:
        from .baseline import compare

        steps.append(
            ("applying the baseline", lambda each: compare(each, known, _is_silent(each, settings, known, paths)))
        )
    for name, step in steps:
        missed: list[NotChecked] = []
        report = faults.attempt("<all files>", name, missed, partial(step, report), report)
        report = report._replace(not_checked=(*report.not_checked, *missed))
    return report._replace(ignored=tuple(sorted(report.ignored, key=lambda each: order(each.finding))))


def _sifted(report: Report, ignores: Collection[Ignore], settings: Settings) -> Report:
    from .ignores.apply import sift
    from .ignores.problems import KnownRules

    return sift(report, ignores, KnownRules(known_rules(report), _asked(report, settings, settings.complete)))


def _discreet(missed: NotChecked) -> NotChecked:
    """What was not checked, without the secrets that its reason holds: some reasons are the words of programs."""
    return missed._replace(reason="\n".join(masked_text(missed.reason.split("\n"))))


def known_rules(report: Report) -> frozenset[str]:
    """The ids of all rules there are: built-in and custom rules, and the ids that custom rules give their findings."""
    theirs = report.organisation.rules if report.organisation else ()
    aside = [each.finding for each in report.ignored] + list(report.known.findings if report.known else ())
    found = (finding.rule for finding in (*report.findings, *aside))
    return frozenset(catalogue.ids()).union((rule.id for rule in theirs), found)


def _on_by_default(report: Report) -> Callable[[str], bool]:
    theirs = {rule.id: rule.default for rule in report.organisation.rules} if report.organisation else {}

    @cache
    def on(rule: str) -> bool:
        if rule in theirs:
            return theirs[rule]
        built_in = catalogue.find(rule)
        # A custom rule may give its findings other ids than its own.
        return built_in is None or built_in.default

    return on


def _asked(report: Report, settings: Settings, complete: bool) -> Callable[[str], bool]:
    """Whether a rule was asked about everything it needs to see."""
    if settings.other_versions:
        return lambda rule: False
    from .ignores.coverage import is_asked

    enabled = settings.tuning.enabled()
    theirs: dict[str, bool] = {}
    if report.organisation and report.organisation.engine:
        theirs = {rule.id: rule.default or rule.id in enabled for rule in report.organisation.rules}

    @cache
    def asked(rule: str) -> bool:
        return theirs[rule] if rule in theirs else is_asked(rule, settings.cilium_versions, complete, enabled)

    return asked


def _is_silent(
    report: Report, settings: Settings, baseline: Baseline, paths: Collection[str]
) -> Callable[[BaselineEntry], bool]:
    """Whether a finding of the baseline that is not found any more is gone for good."""
    read = set(map(os.path.abspath, paths)) - {os.path.abspath(missed.file) for missed in report.not_checked}
    gone = {each.file for each in baseline.entries if not os.path.lexists(baseline.reached(each))}
    whole = all(each.file in gone or baseline.reached(each) in read for each in baseline.entries)
    asked = _asked(report, settings, settings.complete or whole)
    return lambda entry: entry.file in gone or (baseline.reached(entry) in read and asked(entry.rule))
