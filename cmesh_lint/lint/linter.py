"""Source → Outcome: one file's findings, from its bytes alone. Nothing here touches the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from .. import faults
from ..agent.checker import AgentChecker
from ..agent.transform import Agent
from ..cec.envoy_config import EnvoyConfig
from ..decode.schema import SchemaChecker
from ..filters.ignores.ignore import Ignore
from ..finding import Counts, Finding, NotChecked, Problem
from ..protobuf.schemas import Schemas, load
from ..protobuf.walk import Message
from ..repository.facts import Facts, VersionedFacts, facts
from ..source import objects as kubernetes
from ..source.documents import read
from ..source.files import Neighbour, Source, neighbour
from ..source.manifests import Manifest, manifests
from ..source.objects import Object
from ..source.resources import is_envoy_config, resources
from ..tuples import NamedTuple
from ..versions import Version
from . import locate, unread
from .aliases import told_once
from .rule_runner import RuleRunner

T = TypeVar("T")


class Outcome(NamedTuple):
    """What one file came to."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    counts: Counts
    told: tuple[VersionedFacts, ...] = ()
    """What is kept of its CECs for the judgement of all files together."""
    beside: tuple[Neighbour, ...] = ()
    """The file itself, where it may hold what CECs refer to."""
    objects: tuple[Object, ...] = ()
    """What the organisation's rules are asked about, in the order of the file; empty where there are none."""
    ignores: tuple[Ignore, ...] = ()
    """Its comments and annotations that ignore findings."""
    stanzas: bool = False
    """Whether it speaks of stanzas: it holds some, or CECs that were made of them."""


class Verdict(NamedTuple):
    """What is wrong with a CEC, and what is kept of it."""

    problems: list[Problem]
    facts: Facts
    failed: tuple[str, ...] = ()
    """Which rules failed, and how: what they would have found is not known."""


class Checker:
    """Everything that judges a CEC for one version of Cilium."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._schemas: Schemas = load(version.minor)
        self._schema_judge = SchemaChecker(self._schemas)
        self._agent_judge = AgentChecker(Agent(version, self._schema_judge))
        self._rule_judge = RuleRunner(version)

    def verdict(self, manifest: Manifest) -> Verdict:
        """The verdict on a CEC or CCEC alone."""
        failed: list[str] = []
        config = EnvoyConfig(manifest, self.version, self._schemas)
        told = [(message, list(self._schema_judge.check(message))) for message in config.messages]
        if manifest.document.unknown:
            known = unread.without_variables(manifest, (each for _, problems in told for each in problems))
            if known is not None:
                return self.verdict(known)
        config.undecoded = frozenset(
            message.top.route for message, problems in told if any(each.gate == "dropped" for each in problems)
        )
        found = self._agent_judge.heard(manifest, _by_resource(told))
        for message, problems in told:
            # What a message fails to decode to is no ground for a rule.
            if not any(problem.gate == "dropped" for problem in problems):
                found.extend(self._rule_judge.check(message, config, failed))
        found.extend(self._rule_judge.check_config(config, failed))
        if manifest.document.unknown:
            found = unread.about_known(manifest, found)
        return Verdict(found, facts(config), tuple(dict.fromkeys(failed)))


def _by_resource(told: Iterable[tuple[Message, list[Problem]]]) -> dict[int, list[Problem]]:
    """The problems of each resource, by its index."""
    found: dict[int, list[Problem]] = {}
    for message, problems in told:
        index = message.top.route[-1]
        assert isinstance(index, int)
        found.setdefault(index, []).extend(problems)
    return found


class Linter:
    """Judges files for some versions of Cilium. It keeps compiled schemas, and nothing of what it read."""

    def __init__(self, versions: Sequence[Version], keeps_objects: bool = False) -> None:
        self.keeps_objects = keeps_objects
        self.versions = tuple(version.text for version in versions)
        self._judges = [Checker(version) for version in versions]
        self._asked = tuple(versions)

    def __reduce__(self) -> tuple[type[Linter], tuple[tuple[Version, ...], bool]]:
        """For another process, which compiles the schemas itself."""
        return Linter, (self._asked, self.keeps_objects)

    def lint(self, source: Source) -> Outcome:
        """The outcome for a file that holds Envoy configuration."""
        reading = read(source)
        found = [locate.reading_finding(problem, self.versions) for problem in reading.problems]
        objects = [manifest for document in reading.documents for manifest in manifests(document)]
        configs = [manifest for manifest in objects if is_envoy_config(manifest)]
        missed = [*reading.not_checked, *unread.inside(reading.documents)]
        told: list[VersionedFacts] = []
        number = 0
        for manifest in configs:
            number += sum(1 for _ in resources(manifest))
            if (template := unread.template(manifest)) is not None:
                missed.append(template)
                continue
            missed.extend(unread.variables(manifest))
            try:
                verdicts = [(judge.version.text, judge.verdict(manifest)) for judge in self._judges]
            except Exception as failed:  # our own fault: it costs this object alone, and is told
                missed.append(_unjudged(manifest, f"a judge failed: {faults.describe(failed)}"))
                continue
            failures = dict.fromkeys(each for _, verdict in verdicts for each in verdict.failed)
            missed.extend(_unjudged(manifest, each) for each in failures)
            told_here = _findings(manifest, ((version, verdict.problems) for version, verdict in verdicts))
            found.extend(told_once(told_here, manifest.document))
            told.extend(
                VersionedFacts(*each)
                for each in merge_outcomes((version, [verdict.facts]) for version, verdict in verdicts)
            )
        counts = Counts(1, 0, len(objects), len(configs), number)
        beside = neighbour(source)
        kept = tuple(kubernetes.of(objects)) if self.keeps_objects else ()
        return Outcome(tuple(found), tuple(missed), counts, tuple(told), (beside,) if beside else (), kept)


def _findings(manifest: Manifest, told: Iterable[tuple[str, Iterable[Problem]]]) -> Iterator[Finding]:
    by_route = {resource.route: resource for resource in resources(manifest)}
    for problem, versions in merge_outcomes(told):
        top = problem.route[: len(manifest.route) + 3]
        yield locate.finding(problem, manifest, by_route.get(top), versions)


def _unjudged(manifest: Manifest, what: str) -> NotChecked:
    document = manifest.document
    line = document.span(manifest.route).line
    return NotChecked(document.source.path, f"{manifest.ref}: {what}; please report it", document.index, line)


def merge_outcomes(told: Iterable[tuple[str, Iterable[T]]]) -> Iterator[tuple[T, tuple[str, ...]]]:
    """Each value once, with the versions it was told for; in the order in which it was first told."""
    holds: dict[T, tuple[str, ...]] = {}
    for version, values in told:
        for value in values:
            before = holds.get(value, ())
            holds[value] = before if version in before else (*before, version)
    yield from holds.items()
