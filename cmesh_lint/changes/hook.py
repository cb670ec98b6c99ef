"""What a commit would bring: all that is wrong in some files, and what the commit makes wrong in others.

Files that have nothing to do with the commit are not checked, so that it takes no longer in a large repository.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence

from ..config.settings import Settings
from ..finding import Finding
from ..lint import one_file
from ..lint.linter import Linter, Outcome
from ..pipeline import LintedFiles, conclude
from ..report import Report, order
from ..source import files
from ..source.globs import matcher
from .blobs import BlobReader
from .compare import compare
from .scope import Reach
from .staged import Staged


def report(given: Sequence[str], settings: Settings, staged: Staged) -> Report:
    """The report on the files that are given, and on what else the commit makes wrong; raises GitError."""
    left_out = _left_out(settings)
    mine = [path for path in dict.fromkeys(map(os.path.normpath, given)) if not left_out(path)]
    changed = {path: blob_id for path, blob_id in staged.changed.items() if not left_out(path)}
    linter = Linter(settings.cilium_versions, keeps_objects=bool(settings.rego.sources))
    reach = Reach(staged.git, linter, left_out)
    touched = [*dict.fromkeys([*mine, *filter(os.path.lexists, changed)])]
    now = dict(zip(touched, reach.outcomes(touched), strict=True))
    texts = _texts(staged, changed)
    before = {path: one_file.outcome(files.of_bytes(path, text), linter) for path, text in texts.items()}
    told = [each for outcome in (*now.values(), *before.values()) for each in outcome.told]
    sources = [*filter(None, map(reach.source_of, touched)), *(files.Source(*each) for each in texts.items())]
    around = reach.around(now, told, sources)
    whole = _files(around | now, reach.source_of)
    if not changed:
        return _of(mine, conclude(whole, settings))

    def source_of(path: str) -> files.Source | None:
        return files.Source(files.printable(path), texts[path]) if path in texts else reach.source_of(path)

    same = {path: outcome for path, outcome in (around | now).items() if path not in changed}
    found = compare(whole, _files(same | before, source_of), settings)
    return _of(mine, found.report, found.new)


def _left_out(settings: Settings) -> Callable[[str], bool]:
    """Whether a file is none of those that the settings name."""
    excluded = matcher(settings.exclude)
    inside = [os.path.normpath(path) for path in settings.paths]
    whole = not inside or os.curdir in inside

    def left_out(path: str) -> bool:
        return excluded(path) or not (whole or any(path == each or path.startswith(f"{each}/") for each in inside))

    return left_out


def _texts(staged: Staged, changed: Mapping[str, str | None]) -> dict[str, bytes]:
    """What the changed files held before."""
    with BlobReader(staged.git) as objects:
        return {path: objects.read(blob_id) for path, blob_id in changed.items() if blob_id}


def _files(outcomes: Mapping[str, Outcome], source_of: Callable[[str], files.Source | None]) -> LintedFiles:
    paths = sorted(outcomes)
    return LintedFiles(tuple(paths), tuple(outcomes[path] for path in paths), source_of)


def _of(given: Collection[str], whole: Report, new: Sequence[Finding] = ()) -> Report:
    """What a report says of the files that are given, and what is new elsewhere."""
    shown = {files.printable(path) for path in given}
    findings = [each for each in whole.findings if each.place.file in shown]
    findings += [each for each in new if each.place.file not in shown]
    known = whole.known
    return whole._replace(
        findings=tuple(sorted(findings, key=order)),
        not_checked=tuple(each for each in whole.not_checked if each.file in shown or not os.path.lexists(each.file)),
        ignored=tuple(each for each in whole.ignored if each.finding.place.file in shown),
        known=known._replace(findings=_in(shown, known.findings), gone=()) if known else None,
    )


def _in(shown: Collection[str], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.place.file in shown)
