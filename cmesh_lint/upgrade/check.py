"""Paths and two versions → Upgrade: both reports compared, and the changes without a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from .. import faults
from ..cec.envoy_config import EnvoyConfig
from ..config.settings import Settings
from ..finding import Finding, NotChecked, ObjectRef
from ..lint.locate import place
from ..places import Place
from ..protobuf.schemas import load
from ..run import run
from ..source import files
from ..source.documents import read
from ..source.manifests import Manifest, manifests
from ..source.resources import is_envoy_config
from ..versions import Version
from .changes import CHANGES, Change


class Behaviour(NamedTuple):
    """A place that means something else in the other version."""

    change: str
    """A `Change.id`."""
    before: str
    after: str
    place: Place
    object: ObjectRef


class Upgrade(NamedTuple):
    """What a change of versions does to a repository."""

    before: Version
    after: Version
    appear: tuple[Finding, ...]
    """Findings that only the version after has."""
    vanish: tuple[Finding, ...]
    """Findings that only the version before has."""
    stay: int
    """How many findings both have."""
    changes: tuple[Behaviour, ...]
    not_checked: tuple[NotChecked, ...]
    read: int
    """How many files were read."""


def check(settings: Settings, before: Version, after: Version) -> Upgrade:
    """Reads what the settings name, and checks it for both versions."""
    report = run(settings._replace(cilium_versions=(before, after)))
    told = {version: [each for each in report.findings if version in each.versions] for version in report.versions}
    old, new = told.get(before.text, []), told.get(after.text, [])
    appear, vanish = tuple(_without(new, old)), tuple(_without(old, new))
    missed = [*report.not_checked]
    changed = tuple(_behaviours(settings, before, after, missed))
    return Upgrade(before, after, appear, vanish, len(new) - len(appear), changed, tuple(missed), report.counts.files)


def _without(these: Iterable[Finding], those: Iterable[Finding]) -> Iterator[Finding]:
    """The findings among `these` that have no counterpart among `those`: the same rule at the same place."""
    known = {_key(each) for each in those}
    yield from (each for each in these if _key(each) not in known)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.place.file, finding.place.document, finding.place.route


def _behaviours(settings: Settings, before: Version, after: Version, missed: list[NotChecked]) -> Iterator[Behaviour]:
    crossed = [change for change in CHANGES if change.value(before) != change.value(after)]
    for manifest in _configs(settings):
        step, compared = f"comparing the versions for {manifest.ref}", partial(_of, manifest, crossed, before, after)
        yield from faults.attempt(manifest.document.source.path, step, missed, compared, [])


def _of(manifest: Manifest, crossed: Iterable[Change], before: Version, after: Version) -> list[Behaviour]:
    found: list[Behaviour] = []
    config = EnvoyConfig(manifest, after, load(after.minor))
    for change in crossed:
        words = change.does(change.value(before)), change.does(change.value(after))
        for route in change.places(config):
            where = place(manifest.document, route, "key")
            found.append(Behaviour(change.id, *words, where, manifest.ref))
    return found


def _configs(settings: Settings) -> Iterator[Manifest]:
    """The CECs and CCECs of all files; what cannot be read is in the report."""
    for path in files.find(settings.paths, settings.exclude):
        # What cannot be read is in the report.
        with suppress(Exception):
            source = files.read(path)
            if isinstance(source, files.Source):
                found = [each for document in read(source).documents for each in manifests(document)]
                yield from filter(is_envoy_config, found)
