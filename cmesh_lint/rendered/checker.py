"""Files → what their stanzas and kustomizations come to, judged, and blamed on the files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial

from .. import faults
from ..config.settings import Settings
from ..finding import Counts, Finding, NotChecked
from ..krm.expand import expand
from ..krm.reading import read
from ..krm.stanza import Stanza, StanzaProblem, ValuePlace
from ..kustomize.graph import NAMES, KustomizationGraph
from ..lint import one_file
from ..lint.linter import Linter, Outcome
from ..source import files as disk
from ..versions import Version
from . import kustomizations as kustomized
from .builds import FilesInBuilds, all_the_same, is_unchanged
from .expansion import cause_of, complaint_finding, find_unexpanded, ref, shared_complaints, stanza_finding
from .expansion import expand as made
from .extra import Beside, SourceOf
from .relocate import key, once
from .stanzas import STDIN, RenderedFile, Seen, seen
from .types import Made


def check_rendered(
    paths: Sequence[str], outcomes: Sequence[Outcome], source_of: SourceOf, settings: Settings, earlier: bool
) -> Beside:
    """What the stanzas and kustomizations among some files come to.

    `earlier`: whether it is a state that is compared with. kustomize builds what is on the disk: what has changed since
    is left out.
    """
    speaking = [path for path, each in zip(paths, outcomes, strict=True) if each.stanzas or each.counts.configs]
    with_stanzas = [path for path, each in zip(paths, outcomes, strict=True) if each.stanzas]
    found = seen(filter(None, (source_of(_shown(path)) for path in with_stanzas)))
    missed: list[NotChecked] = []
    builds = kustomized.CheckedBuild()
    kustomizations = _kustomizations(paths, settings)
    if kustomizations:
        graph = KustomizationGraph(kustomizations)
        files = FilesInBuilds(frozenset(map(os.path.realpath, speaking)), frozenset(map(os.path.realpath, paths)))
        named = {os.path.realpath(each): each for each in paths}
        same = is_unchanged(named, source_of) if earlier else all_the_same
        # A fault costs the builds, and not the stanzas.
        judged = partial(kustomized.check_builds, graph, files, named, found, settings, same)
        step = "checking what kustomizations build"
        builds = faults.attempt(_shown(kustomizations[0]), step, missed, judged, builds)
    here = _Stanzas(settings, found, builds.files)
    here.judge()
    direct = {key(each) for outcome in outcomes for each in outcome.findings}
    told = [each for each in (*builds.findings, *here.findings) if key(each) not in direct]
    counts = Counts(manifests=len(found.stanzas) + len(found.unexpanded))
    said = Outcome(tuple(once(told)), (*builds.not_checked, *missed, *here.missed), counts)
    return Beside((said, *here.outcomes), here.made, builds.patches)


def _shown(path: str) -> str:
    """What the run calls a file."""
    return STDIN if path == disk.STDIN else disk.printable(path)


def _kustomizations(paths: Sequence[str], settings: Settings) -> list[str]:
    """The kustomizations in the folders of the run."""
    if not settings.kustomize:
        return []
    walked = tuple(map(os.path.realpath, filter(os.path.isdir, settings.paths)))
    return [path for path in paths if os.path.basename(path) in NAMES and _is_below(path, walked)]


def _is_below(path: str, folders: Iterable[str]) -> bool:
    real = os.path.realpath(path)
    return any(real.startswith(f"{folder}/") for folder in folders)


class _Stanzas:
    """Judges the stanzas that no kustomization builds."""

    def __init__(self, settings: Settings, found: Seen, built: frozenset[str]) -> None:
        self.findings: list[Finding] = []
        self.outcomes: list[Outcome] = []
        self.made: dict[str, Made] = {}
        self.missed: list[NotChecked] = []
        self._settings = settings
        self._found = found
        self._versions = tuple(version.text for version in settings.cilium_versions)
        self._own = [each for each in found.stanzas if os.path.realpath(each.path) not in built]

    def judge(self) -> None:
        """Finds all that is wrong."""
        for each in self._found.unexpanded:
            self._add(find_unexpanded(each, "what a build made", self._versions))
        stanzas, complaints = read(self._own)
        self._tell(complaints, self._versions)
        left = [each for each in stanzas if not self._is_committed(each)]
        for version in self._settings.cilium_versions:
            self._expand(left, version)

    def _is_committed(self, stanza: Stanza) -> bool:
        """Whether CECs that were made of it stand in a file, or should."""
        outputs = [each for each in self._found.outputs if each.covers(stanza.path)]
        if not outputs or any(each.built for each in outputs):
            return bool(outputs)
        if not any(str(stanza) in each.stanzas for each in outputs):
            self._add(_lost(stanza, outputs[0], self._versions))
        return True

    def _expand(self, stanzas: Sequence[Stanza], version: Version) -> None:
        groups: dict[str, list[Stanza]] = {}
        for each in stanzas:
            groups.setdefault(os.path.dirname(each.path), []).append(each)
        whole: tuple[StanzaProblem, ...] | None = None
        if len(groups) > 1:
            with suppress(Exception):  # told of the folder that is at fault
                whole = expand(stanzas, version).complaints
        linter = Linter([version], keeps_objects=bool(self._settings.rego.sources))
        for folder, group in groups.items():
            step = f"expanding the stanzas of {folder or os.curdir}"
            found = faults.attempt(group[0].path, step, self.missed, partial(expand, group, version), None)
            if found is None:
                continue
            # What belongs together is not known: folders can hold parts of one whole, or other environments.
            wrong = found.complaints if whole is None else shared_complaints(found.complaints, whole)
            self._tell(wrong, (version.text,))
            if not found.complaints:
                self._keep(made(os.path.join(folder, f"<{version.text}>"), found), linter)

    def _keep(self, text: Made, linter: Linter) -> None:
        self.made[text.source.path] = text
        self.outcomes.append(one_file.outcome(text.source, linter)._replace(counts=Counts(), stanzas=False))

    def _tell(self, complaints: Iterable[StanzaProblem], versions: tuple[str, ...]) -> None:
        for each in complaints:
            self._add(complaint_finding(each, versions))

    def _add(self, finding: Finding | None) -> None:
        if finding is not None:
            self.findings.append(finding)


def _lost(stanza: Stanza, output: RenderedFile, versions: tuple[str, ...]) -> Finding | None:
    """The finding that a file lacks what a stanza becomes."""
    cause = cause_of(ValuePlace(stanza, ("metadata", "name")))
    message = f"{output.path} has no CEC for this policy; run `cmesh-lint render` again"
    return stanza_finding("lost-stanza", ref(stanza), message, cause, versions) if cause else None
