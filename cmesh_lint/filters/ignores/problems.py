"""What is wrong with ignores: Ignores and what they met → Findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from ...finding import Finding
from ...report import Report
from ...rules import catalogue
from ...suggest import did_you_mean
from ...versions import join
from .ignore import Ignore

MALFORMED = "malformed-ignore"
NO_REASON = "ignore-without-reason"
UNKNOWN = "ignore-unknown-rule"
UNUSED = "unused-ignore"
_OURS = frozenset({MALFORMED, NO_REASON, UNKNOWN, UNUSED})


class KnownRules(NamedTuple):
    """The rules of a run."""

    known: Collection[str]
    """The ids of all there are."""
    asked: Callable[[str], bool]
    """Whether a rule has seen all it needs: then its silence means that there is nothing."""


def complaints(
    report: Report, ignores: Iterable[Ignore], used: Collection[tuple[Ignore, str]], rules: KnownRules
) -> Iterator[Finding]:
    """A finding for each fault of an ignore. `used`: the ignores that met a finding, with the rule of it."""
    blind = _blind(report)
    for ignore in ignores:
        if ignore.fault:
            yield _finding(MALFORMED, ignore.fault, ignore, report.versions)
        elif not ignore.reason:
            yield _finding(NO_REASON, f"{_named(ignore.rules)} is ignored without a reason", ignore, report.versions)
        for rule in ignore.rules:
            if rule in _OURS:
                message = f"`{rule}` cannot be ignored by a comment or annotation; turn it off in the configuration"
                yield _finding(UNUSED, message, ignore, report.versions)
            elif rule not in rules.known:
                message = f"the rule `{rule}` does not exist{did_you_mean(rule, rules.known)}"
                yield _finding(UNKNOWN, message, ignore, report.versions)
            elif (ignore, rule) not in used and rules.asked(rule) and ignore.place.file not in blind:
                message = f"`{rule}` finds nothing here to ignore for Cilium {join(report.versions)}"
                yield _finding(UNUSED, message, ignore, report.versions)


def _blind(report: Report) -> frozenset[str]:
    """Files where something may hide what an ignore is for: what was not checked, or is not even decoded."""
    hidden = (each.place.file for each in report.findings if each.gate == "dropped" or each.object is None)
    return frozenset(hidden).union(missed.file for missed in report.not_checked)


def _named(rules: Iterable[str]) -> str:
    return ", ".join(f"`{rule}`" for rule in rules)


def _finding(rule: str, message: str, ignore: Ignore, versions: tuple[str, ...]) -> Finding:
    card = catalogue.card(rule)
    return Finding(rule, card.severity, card.gate, message, "", ignore.place, ignore.object, versions)
