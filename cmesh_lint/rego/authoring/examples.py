"""The examples on the cards of rules, as tests: `bad` has exactly what its lines want, `good` has nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...config.rego import Rego
from ...config.settings import Settings
from ...finding import Finding, NotChecked
from ...lint.linter import Linter
from ...rule import WANT
from ...source.files import Source
from ..checker import check
from ..ruleset import RegoRule, Ruleset

BAD, GOOD = "bad.yaml", "good.yaml"


class ExampleFailure(NamedTuple):
    """What is wrong with a rule or its card."""

    rule: str
    path: str
    line: int
    message: str


def faults(rules: Ruleset, rego: Rego) -> Iterator[ExampleFailure]:
    """What the examples of all rules show to be wrong, rule by rule."""
    examiner = _Examiner(rules, Settings(paths=(), rego=rego))
    for rule in rules.rules:
        for message in examiner.faults(rule):
            yield ExampleFailure(rule.rule.id, rule.path, rule.line, message)


def run_example(
    rules: Ruleset, rego: Rego, text: str, name: str = BAD
) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
    """What some rules find in an example, by place; and what could not be checked."""
    return _Examiner(rules, Settings(paths=(), rego=rego)).said(rules, name, text)


class _Examiner:
    def __init__(self, rules: Ruleset, settings: Settings) -> None:
        self._rules = rules
        self._settings = settings
        self._linter = Linter(settings.cilium_versions, keeps_objects=True)

    def said(self, rules: Ruleset, name: str, text: str) -> tuple[tuple[Finding, ...], tuple[NotChecked, ...]]:
        source = Source(name, text.encode())
        outcome = check([self._linter.lint(source)], rules, self._settings, lambda path: source).outcome
        return tuple(sorted(outcome.findings, key=lambda each: (each.place.span, each.rule))), outcome.not_checked

    def faults(self, rule: RegoRule) -> Iterator[str]:
        if not rule.card.bad or not rule.card.good:
            yield "the metadata has no `bad` and `good` examples"
            return
        found, missed = self.said(_always(self._rules.only([rule.package])), BAD, rule.card.bad)
        yield from (f"{each.file}: {each.reason}" for each in missed)
        yield from _unlike(list(_wants(rule.card.bad)), [each for each in found if each.rule == rule.rule.id])
        found, missed = self.said(self._rules, GOOD, rule.card.good)
        yield from (f"{each.file}: {each.reason}" for each in missed)
        for each in found:
            yield f"{GOOD}:{each.place.span.line}: {each.rule} was not expected: {each.message}"


def _always(rules: Ruleset) -> Ruleset:
    """The rules, those that are off by default switched on."""
    return rules._replace(rules=tuple(each._replace(rule=each.rule._replace(default=True)) for each in rules.rules))


def _wants(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, rule and part of the message of every `want` comment."""
    for number, line in enumerate(text.splitlines(), 1):
        for match in WANT.finditer(line):
            yield number, match["rule"], match["text"] or ""


def _unlike(wants: list[tuple[int, str, str]], found: list[Finding]) -> Iterator[str]:
    left = list(found)
    for line, rule, text in wants:
        match = next((f for f in left if (f.place.span.line, f.rule) == (line, rule) and text in f.message), None)
        if match is None:
            yield f'{BAD}:{line}: {rule} "{text}" was expected and not found'
        else:
            left.remove(match)
    for each in left:
        yield f"{BAD}:{each.place.span.line}: {each.rule} was not expected: {each.message}"
