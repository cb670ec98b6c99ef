"""All objects of a run → the findings of the custom rules."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from ..config.overrides import Tuning
from ..config.settings import Settings
from ..finding import Counts, Finding, NotChecked, Related
from ..lint import locate, workers
from ..lint.linter import Outcome
from ..places import Place, Route
from ..report import Organisation
from ..repository.facts import VersionedFacts as ToldFacts
from ..source import documents
from ..source.files import Source
from ..source.manifests import Manifest, manifests
from ..source.objects import Object
from ..versions import Version
from . import answers, engines, view
from .ruleset import RegoRule, Ruleset
from .types import EngineError, Failure, LeftBehindError, Question, Reply

SourceOf = Callable[[str], Source | None]


class Judgement(NamedTuple):
    """The results of the rules, and which rules they are."""

    outcome: Outcome
    organisation: Organisation


class _Violation(NamedTuple):
    about: int
    """The number of an object."""
    told: answers.RuleResult
    consequence: str
    url: str


class _Heard(NamedTuple):
    complaints: dict[_Violation, tuple[str, ...]]
    """With the versions they hold for."""
    missed: dict[NotChecked, None]


def check(outcomes: Sequence[Outcome], rules: Ruleset, settings: Settings, source_of: SourceOf) -> Judgement:
    """What the rules say of the objects of a run. Rules that are off everywhere are not asked."""
    rules = engines.callable_only(rules, settings.rego)
    cards = tuple(sorted({each.rule.id: each.rule for each in rules.rules}.values(), key=lambda rule: rule.id))
    on = settings.tuning.enabled()
    asked = rules.only(each.package for each in rules.rules if each.rule.default or each.rule.id in on)
    objects = [each for outcome in outcomes for each in outcome.objects]
    heard = _Heard({}, dict.fromkeys(rules.not_checked))
    engine = ""
    try:
        engine = _asked(objects, outcomes, asked, settings, heard)
    except LeftBehindError as error:
        heard.missed[NotChecked("rules", str(error))] = None
    except EngineError as error:
        heard.missed[NotChecked("rules", f"no custom rule was run: {error}")] = None
    findings = tuple(_located(heard, objects, source_of))
    return Judgement(Outcome(findings, tuple(heard.missed), Counts()), Organisation(engine, cards, not heard.missed))


def _asked(
    objects: Sequence[Object], outcomes: Sequence[Outcome], rules: Ruleset, settings: Settings, heard: _Heard
) -> str:
    """The name of the engine that was asked; what it says is in `heard`. Raises EngineError."""
    engine = ""
    questions = list(_questions(objects, settings.tuning))
    open_ = engines.opener(settings.rego, workers.processes())
    told = [each for outcome in outcomes for each in outcome.told]
    for repository, texts in _repositories(rules, objects, told, settings.cilium_versions):
        with engines.open_engine(rules, repository, open_) as opened:
            engine = opened.engine.name
            heard.missed.update(dict.fromkeys(opened.rules.not_checked))
            for reply in opened.engine.ask(questions):
                _hear(reply, opened.rules, objects, texts, heard)
    return engine


def _repositories(
    rules: Ruleset, objects: Sequence[Object], told: Sequence[ToldFacts], versions: Sequence[Version]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`data.repository` and the versions it is for: one for all where no rule reads it."""
    if not rules.wants_repository():
        yield "{}", tuple(version.text for version in versions)
        return
    for version in versions:
        facts = [each.facts for each in told if version.text in each.versions]
        yield view.repository(objects, facts, version.text), (version.text,)


def _questions(objects: Sequence[Object], tuning: Tuning) -> Iterator[Question]:
    @cache
    def config(file: str, namespace: str) -> str:
        return json.dumps(tuning.parameters_for(file, namespace), sort_keys=True)

    for number, each in enumerate(objects):
        yield Question(number, each.json, config(each.file, each.ref.namespace))


def _hear(
    reply: Reply | Failure, rules: Ruleset, objects: Sequence[Object], versions: tuple[str, ...], heard: _Heard
) -> None:
    if isinstance(reply, Failure):
        heard.missed[_failed(reply, rules, objects)] = None
        return
    rule = rules.rule(reply.package, reply.set)
    for told in answers.read_results(reply, rule):
        if isinstance(told, answers.MalformedAnswerError):
            heard.missed[_failed(Failure(reply.question, reply.package, str(told)), rules, objects)] = None
        else:
            said = _Violation(reply.question, told, _consequence(rule), rule.url)
            heard.complaints[said] = (*heard.complaints.get(said, ()), *versions)


def _consequence(rule: RegoRule) -> str:
    """The first sentence of its reason."""
    first, end, _ = " ".join(rule.rule.page().why.split()).partition(". ")
    return first.rstrip(".") if end or first else ""


def _failed(failure: Failure, rules: Ruleset, objects: Sequence[Object]) -> NotChecked:
    about = next((each for each in rules.rules if each.package == failure.package), None)
    who = f"the custom rule `{about.rule.id}`" if about else "the custom rules"
    if failure.question is None:
        path, line = (about.path, about.line) if about else ("rules", None)
        return NotChecked(path, f"{who} did not finish: {failure.reason}", None, line)
    found = objects[failure.question]
    return NotChecked(found.file, f"{found.ref}: {who} failed: {failure.reason}", found.document)


def _located(heard: _Heard, objects: Sequence[Object], source_of: SourceOf) -> Iterator[Finding]:
    by_file: dict[str, list[tuple[_Violation, tuple[str, ...]]]] = defaultdict(list)
    for complaint, versions in heard.complaints.items():
        by_file[objects[complaint.about].file].append((complaint, versions))
    for file, complaints in by_file.items():
        source = source_of(file)
        found = _manifests(source) if source else {}
        for complaint, versions in complaints:
            about = objects[complaint.about]
            manifest = found.get((about.document, about.route))
            if manifest is None:
                heard.missed[NotChecked(file, "the file changed while it was checked", about.document)] = None
            else:
                yield _finding(complaint, manifest, versions)


def _manifests(source: Source) -> dict[tuple[int, tuple[str | int, ...]], Manifest]:
    reading = documents.read(source, lambda text: True)
    return {(each.document.index, each.route): each for doc in reading.documents for each in manifests(doc)}


def _finding(complaint: _Violation, manifest: Manifest, versions: tuple[str, ...]) -> Finding:
    told = complaint.told
    return Finding(
        rule=told.rule,
        severity=told.severity,
        gate=None,
        message=told.message,
        consequence=complaint.consequence,
        place=_place(manifest, told.path if told.path is not None else ("metadata", "name")),
        object=manifest.ref,
        versions=versions,
        related=tuple(Related(_place(manifest, each.path), each.message) for each in told.related),
        url=complaint.url,
    )


def _place(manifest: Manifest, path: Route) -> Place:
    """Where a path stands that begins at the object; what is not there is at the nearest that is.

    An object or a list is blamed at the key that leads to it, where a reader looks for what it lacks.
    """
    value: Any = manifest.value
    depth = 0
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            break
        depth += 1
    key = isinstance(value, dict | list) and depth > 0 and isinstance(path[depth - 1], str)
    return locate.place(manifest.document, (*manifest.route, *path[:depth]), "key" if key else "value")
