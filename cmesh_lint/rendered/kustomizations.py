"""Kustomizations → what is wrong with what they build, blamed on the files it comes from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from .. import faults
from ..config.settings import Settings
from ..finding import Finding, NotChecked
from ..krm.claims import claimed_twice
from ..krm.expand import expand
from ..krm.reading import Found, is_stanza, read
from ..krm.renames import renamed
from ..kustomize.functions import FunctionUse
from ..kustomize.graph import Kustomization, KustomizationGraph, is_local
from ..lint import cross_file as across
from ..lint import one_file
from ..lint.linter import Linter, Outcome
from ..source.files import Source, read_whole
from ..source.manifests import Manifest
from ..versions import Version
from .builds import Build, FilesInBuilds, IsSame, builds, files_of, find_builds
from .expansion import complaint_finding, find_unexpanded, stanza_finding
from .expansion import expand as made
from .origins import ObjectsOf, Origins, objects, origins
from .patches import merge_patches
from .relocate import once, relocate
from .stanzas import Seen
from .types import Cause, Made

_LOCAL = "config.kubernetes.io/local-config"


class CheckedBuild(NamedTuple):
    """What the kustomizations of a run come to."""

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    files: frozenset[str] = frozenset()
    """The real paths of files that were judged as a part of what was built."""
    patches: frozenset[str] = frozenset()
    """The real paths of files that hold parts of objects, and are judged only where they are applied."""


def check_builds(
    graph: KustomizationGraph,
    files: FilesInBuilds,
    named: Mapping[str, str],
    found: Seen,
    settings: Settings,
    same: IsSame,
) -> CheckedBuild:
    """What the kustomizations that lead to CECs or stanzas come to. `named`: real paths → the paths of the run.

    `same`: whether a file of a kustomization is on the disk as it is judged; else the kustomization is left out.
    """
    missed: list[NotChecked] = []
    findings: list[Finding] = []
    done: set[str] = set()
    patches: set[str] = set()
    rendered = {each.folder for each in found.outputs if each.built}
    linter = Linter(settings.cilium_versions)
    objects_of = _reader(named)
    roots = [root for root in find_builds(graph, files) if all(map(same, files_of(root, graph)))]
    for build in builds(roots, graph, settings.kustomize_plugins, missed.append):
        below = graph.below(build.root)
        judge = _BuildChecker(build, graph, objects_of, linter, settings)
        try:
            judge.judge(build.root.folder in rendered)
        except Exception as error:
            step = f"checking what `kustomize build {build.folder}` makes"
            missed.append(faults.not_checked(build.root.path, step, error))
            continue
        findings += judge.findings
        missed += judge.missed
        done |= _resources(below)
        patches |= judge.merged
    return CheckedBuild(tuple(once(findings)), tuple(missed), frozenset(done | patches), frozenset(patches))


def _resources(several: Iterable[Kustomization]) -> set[str]:
    return {one.reached(entry) for one in several for entry in one.bases() if is_local(entry)}


def _reader(named: Mapping[str, str]) -> ObjectsOf:
    @cache
    def objects_of(real: str) -> tuple[Manifest, ...]:
        source = read_whole(named.get(real) or os.path.relpath(real))
        return tuple(objects(source)) if isinstance(source, Source) else ()

    return objects_of


class _BuildChecker:
    """Judges what one kustomization builds."""

    def __init__(
        self, build: Build, graph: KustomizationGraph, objects_of: ObjectsOf, linter: Linter, settings: Settings
    ) -> None:
        self.findings: list[Finding] = []
        self.missed: list[NotChecked] = []
        self._build = build
        self._graph = graph
        self._below = graph.below(build.root)
        self._objects_of = objects_of
        self._linter = linter
        self._settings = settings
        self._words = f"in what `kustomize build {build.folder}` makes"
        self._made: dict[str, Made] = {}
        self.merged: frozenset[str] = frozenset()
        """The real paths of files that were merged into others; known when it was judged."""

    def judge(self, is_rendered: bool) -> None:
        """Finds what is wrong. `is_rendered`: whether its stanzas are expanded into a file that is committed."""
        name = os.path.join(self._build.folder, "<kustomize build>")
        text = origins(name, self._build.built, self._objects_of)
        self.merged = frozenset(merge_patches(self._below, self._graph, text, self._objects_of))
        self._made[name] = Made(text.source, f"<kustomize build {self._build.folder}>", self._words, text.cause)
        outcomes = [one_file.outcome(text.source, self._linter)]
        versions = self._settings.cilium_versions
        for number, (found, several, is_expanded) in enumerate(self._groups(text)):
            if not (is_expanded or is_rendered):
                self._add(
                    find_unexpanded(each, f"what `kustomize build {self._build.folder}` makes", self._linter.versions)
                    for each in found
                )
            outcomes += self._expanded(number, found, several or versions[:1], text)
        self._lost(text)
        outcomes.append(across.outcome(outcomes, versions, self._source_of, self._settings.complete))
        self._add(each for outcome in outcomes for each in outcome.findings)
        self.missed += [self._moved(each) for outcome in outcomes for each in outcome.not_checked]
        self.findings = [relocate(each, self._made) for each in self.findings]

    def _groups(self, text: Origins) -> Iterator[tuple[list[Found], Sequence[Version], bool]]:
        """Stanzas that are expanded together, for which version, and whether the kustomization has that done."""
        names = text.renamed()
        left = [
            (Found(renamed(each.value, names), self._path(text.file(number)), each.document), text.file(number))
            for number, each in text.manifests.items()
            if is_stanza(each.value)
        ]
        for expansion in reversed(self._build.plan.expansions):
            inner = self._files_of(expansion)
            own = [each for each, file in left if file in inner]
            left = [(each, file) for each, file in left if file not in inner]
            own += _ordered(expansion)
            yield own, (expansion.orders.version,), True
        yield [each for each, _ in left], (), False

    def _files_of(self, expansion: FunctionUse) -> set[str]:
        return set() if expansion.generates else _resources(self._graph.below(expansion.kustomization))

    def _path(self, file: str) -> str:
        """The file of an object, as kustomize tells it."""
        return os.path.relpath(file, self._build.root.folder) if file else ""

    def _expanded(
        self, number: int, found: Sequence[Found], versions: Sequence[Version], text: Origins
    ) -> Iterator[Outcome]:
        """What becomes of stanzas that are expanded together."""
        stanzas, complaints = read(found)
        others = [each.value for each in text.manifests.values() if not is_stanza(each.value)]
        wrong = (*complaints, *claimed_twice(stanzas, others))
        self._add(complaint_finding(each, self._linter.versions) for each in wrong)
        for version in versions:
            expansion = expand(stanzas, version)
            self._add(complaint_finding(each, (version.text,)) for each in expansion.complaints)
            if not expansion.complaints and expansion.resources:
                here = made(os.path.join(self._build.folder, f"<{number} {version.text}>"), expansion)
                self._made[here.source.path] = here
                yield one_file.outcome(here.source, self._linter)

    def _lost(self, text: Origins) -> None:
        """Stanzas that kustomize leaves out as `local-config`, and that nothing of what it runs expands."""
        there = {text.file(number) for number in text.manifests}
        for file in sorted(_resources(self._below) - there):
            for each in self._objects_of(file):
                if is_stanza(each.value) and _LOCAL in str(each.value.get("metadata")):
                    self._leave_out(each, file)

    def _leave_out(self, stanza: Manifest, file: str) -> None:
        path = stanza.document.source.path
        if any(file in self._files_of(each) for each in self._build.plan.expansions):
            reason = (
                f"kustomize leaves {stanza.ref} out because of `{_LOCAL}`, unless it runs the function that expands it"
            )
            self.missed.append(NotChecked(path, reason, stanza.document.index, stanza.document.span(stanza.route).line))
        else:
            cause = Cause(stanza.document, (*stanza.route, "metadata", "name"))
            build = f"`kustomize build {self._build.folder}`"
            message = f"{build} leaves this policy out because of `{_LOCAL}`; expected a CEC for it"
            self._add([stanza_finding("lost-stanza", stanza.ref, message, cause, self._linter.versions)])

    def _source_of(self, path: str) -> Source | None:
        here = self._made.get(path)
        return here.source if here else None

    def _moved(self, missed: NotChecked) -> NotChecked:
        here = self._made.get(missed.file)
        return (
            missed._replace(
                file=self._build.root.path, document=None, line=None, reason=f"{self._words}: {missed.reason}"
            )
            if here
            else missed
        )

    def _add(self, findings: Iterable[Finding | None]) -> None:
        self.findings += [each for each in findings if each is not None]


def _ordered(expansion: FunctionUse) -> list[Found]:
    """The stanzas that come with the orders to expand."""
    document = expansion.document
    inner = [("spec", "policies", index) for index in range(len(expansion.orders.policies))]
    routes = [()] if is_stanza(document.value) else inner
    return [
        Found(each, document.source.path, document, route)
        for each, route in zip(expansion.orders.policies, routes, strict=True)
    ]
