"""The second step of a run: what shows only when all manifests are known.

Of a CEC only Facts were kept; where something is found in one, its file is read again for the place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from ..finding import Counts, Finding, NotChecked, Problem
from ..repository import kubernetes
from ..repository.facts import VersionedFacts
from ..repository.index import Repository
from ..repository.kubernetes import Neighbours, Similar, WantedObjects, holds_policy
from ..repository.typos import KnownNames
from ..source import documents
from ..source.files import Source
from ..source.manifests import Manifest
from ..tuples import NamedTuple
from ..versions import Version
from . import locate
from .linter import Outcome
from .rule_runner import RuleRunner

Versions = tuple[str, ...]
SourceOf = Callable[[str], Source | None]
"""The file of a path as it is shown; None where it cannot be read any more."""


class Site(NamedTuple):
    """An object that was judged: where to read it again."""

    file: str
    document: int
    route: tuple[str | int, ...]
    policy: bool


def _refs(told: Iterable[VersionedFacts]) -> tuple[set[str], set[str]]:
    """`NAMESPACE/NAME` of the Services and of the Secrets that CECs refer to."""
    services: set[str] = set()
    secrets: set[str] = set()
    for facts, _ in told:
        services.update(facts.own(ref) for ref in (*facts.services, *facts.backend_services))
        services.update(each.name.partition(":")[0] for each in facts.endpoints_uses if each.name.count("/") == 1)
        secrets.update(each.name for each in facts.secret_uses)
    return services, secrets


def _beside(told: Sequence[VersionedFacts], outcomes: Sequence[Outcome], source_of: SourceOf) -> Neighbours:
    """What stands beside the CECs. Files are read again for names that were not found: they may be misspelt."""
    paths = [each.path for outcome in outcomes for each in outcome.beside if told or each.policies]
    services, secrets = _refs(told)
    names = {_name(full) for full in services}.union(*map(_secret_names, secrets))
    first = kubernetes.together(
        part
        for source in _sources(paths, source_of)
        for part in (kubernetes.read(source, WantedObjects(frozenset(names))), kubernetes.read_cilium(source))
    )
    missing = services - {each.full_name for each in first.services}
    missing |= secrets - {f"{each.namespace}/{each.name}" for each in first.secrets}
    if not missing:
        return first
    similar = WantedObjects(similar=_similar(missing))
    second = (kubernetes.read(source, similar) for source in _sources(paths, source_of))
    return kubernetes.together([first, *second])


def _sources(paths: Iterable[str], source_of: SourceOf) -> Iterator[Source]:
    return filter(None, map(source_of, paths))


def _similar(names: Iterable[str]) -> Similar:
    found: dict[str, set[str]] = defaultdict(set)
    for full in names:
        namespace, _, name = full.partition("/")
        found[name].add(namespace)
    return Similar(KnownNames(found), {name: frozenset(each) for name, each in found.items()})


def _name(full: str) -> str:
    return full.partition("/")[2]


def _secret_names(name: str) -> list[str]:
    """What a Secret can be called that is asked for as `NAMESPACE/NAME`; it may be `NAMESPACE/ITS-OWN-NAME`, too."""
    words = _name(name).split("-")
    return ["-".join(words[start:]) for start in range(len(words))]


class Scene(NamedTuple):
    """What there is to judge together: the CECs of all files, and what stands beside them."""

    told: Sequence[VersionedFacts]
    around: Neighbours

    def repository(self, version: Version, complete: bool, before: Scene | None) -> Repository:
        """As a version of Cilium sees it."""
        configs = (each.facts for each in self.told if version.text in each.versions)
        earlier = before.repository(version, complete, None) if before else None
        return Repository(version, configs, self.around, complete, earlier)


def scene(outcomes: Sequence[Outcome], source_of: SourceOf, asked: Sequence[Outcome] = ()) -> Scene:
    """What there is in some files. `asked`: what other files come to, of which the references matter, too."""
    told = [each for outcome in outcomes for each in outcome.told]
    wanted = [*told, *(each for outcome in asked for each in outcome.told)]
    return Scene(told, _beside(wanted, outcomes, source_of))


def outcome(
    outcomes: Sequence[Outcome],
    versions: Sequence[Version],
    source_of: SourceOf,
    complete: bool = False,
    before: Scene | None = None,
    now: Scene | None = None,
) -> Outcome:
    """What all files come to together, beyond what each came to. `complete`: what none of them has is nowhere.

    `before`: what there was before a change; what was there and is no more is nowhere. `now`: what there is, where
    that is known already.
    """
    now = now or scene(outcomes, source_of)
    problems: dict[tuple[Site, Problem], Versions] = {}
    missed: list[NotChecked] = []
    for version in versions:
        for site, problem in _problems(now.repository(version, complete, before), missed):
            held = problems.get((site, problem), ())
            problems[site, problem] = held if version.text in held else (*held, version.text)
    findings = tuple(_located(problems, source_of, missed))
    return Outcome(findings, tuple(dict.fromkeys(missed)), Counts())


def _problems(repository: Repository, missed: list[NotChecked]) -> Iterator[tuple[Site, Problem]]:
    rules = RuleRunner(repository.version)
    for facts in repository.configs:
        site = Site(facts.file, facts.document, facts.route, False)
        failed: list[str] = []
        yield from ((site, problem) for problem in rules.check_repository(facts, repository, failed))
        missed.extend(_unjudged(site, each) for each in failed)
    for policy in repository.neighbours.policies:
        site = Site(policy.file, policy.document, policy.route, True)
        failed = []
        yield from ((site, problem) for problem in rules.check_policy(policy, repository, failed))
        missed.extend(_unjudged(site, each) for each in failed)


def _unjudged(site: Site, what: str) -> NotChecked:
    return NotChecked(site.file, f"{what}; please report it", site.document)


def _located(
    problems: dict[tuple[Site, Problem], Versions], source_of: SourceOf, missed: list[NotChecked]
) -> Iterator[Finding]:
    by_file: dict[str, list[tuple[Site, Problem, Versions]]] = defaultdict(list)
    for (site, problem), versions in problems.items():
        by_file[site.file].append((site, problem, versions))
    for file, here in by_file.items():
        source = source_of(file)
        manifests = _manifests(source) if source else {}
        for site, problem, versions in here:
            manifest = manifests.get(site)
            if manifest is None:
                missed.append(NotChecked(file, "the file changed while it was judged", site.document))
            else:
                yield locate.finding(problem, manifest, None, versions)


def _manifests(source: Source) -> dict[Site, Manifest]:
    return {
        Site(source.path, each.document.index, each.route, policy): each
        for policy, wants in ((False, documents.holds_mark), (True, holds_policy))
        for each in kubernetes.objects(source, wants)
    }
