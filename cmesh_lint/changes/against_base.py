"""A change: what it makes wrong, and what was wrong before it.

Both states are checked whole, so that a change is blamed for what it does to files that it leaves alone. A file that is
the same in both is checked once.
"""

from __future__ import annotations

from ..config.settings import Base, Settings
from ..lint import one_file
from ..lint.linter import Linter
from ..pipeline import LintedFiles
from ..report import Report, Since
from ..source import files
from ..system.git import Git
from .blobs import BlobReader, is_stored_as
from .compare import compare
from .paths import name_at_base
from .tree import find_moves, find_renames, list_tree
from .types import Blob


def against(base: Base, now: LintedFiles, settings: Settings, linter: Linter) -> Report:
    """The report on what is new in some files since the base; raises GitError."""
    git = Git(base.top)
    with BlobReader(git) as objects:
        tree = find_moves(list_tree(git, base.commit), find_renames(git, base.commit))
        places = name_at_base(tree, settings.paths, settings.exclude, base.top, objects)
        blobs = {path: tree[place] if place else None for path, place in places.items()}
        changed = _changed(now, blobs)
        before = _before(now, blobs, changed, objects, linter)
        found = compare(now, before, settings)
        diagram = _diagram(before, now, blobs, changed, settings)
    since = Since(base.ref, base.commit, found.old, found.gone, base.not_applied, diagram)
    return found.report._replace(findings=found.new, since=since)


def _changed(now: LintedFiles, blobs: dict[str, Blob | None]) -> dict[str, str]:
    """The ids of the blobs whose files are other ones now, or gone."""
    there = frozenset(now.paths)
    return {
        path: blob.id
        for path, blob in blobs.items()
        if blob is not None and not (path in there and _is_unchanged(now.source_of(path), blob))
    }


def _before(
    now: LintedFiles, blobs: dict[str, Blob | None], changed: dict[str, str], objects: BlobReader, linter: Linter
) -> LintedFiles:
    """The files of the base, each with its result."""
    outcomes = dict(zip(now.paths, now.outcomes, strict=True))

    def source_of(path: str) -> files.Source | None:
        if path in changed:
            return files.Source(files.printable(path), objects.read(changed[path]))
        return now.source_of(path)

    for path, blob_id in changed.items():
        outcomes[path] = one_file.outcome(files.of_bytes(path, objects.read(blob_id)), linter)
    there = [path for path in blobs if path in outcomes]
    return LintedFiles(tuple(there), tuple(outcomes[path] for path in there), source_of)


def _diagram(
    before: LintedFiles, now: LintedFiles, blobs: dict[str, Blob | None], changed: dict[str, str], settings: Settings
) -> str:
    """What the change alters, drawn, where a report shows it."""
    if not any(output.format == "markdown" for output in settings.outputs):
        return ""
    from ..diagrams.change import draw

    paths = [path for path in now.paths if path in changed or path not in blobs]
    then, since = map(before.source_of, changed), map(now.source_of, paths)
    return draw(filter(None, then), filter(None, since), settings.cilium_versions[-1])


def _is_unchanged(source: files.Source | None, blob: Blob) -> bool:
    return source is not None and is_stored_as(source.data, blob.id)
