"""A change: what it makes wrong, and what was wrong before it.

Both states are judged whole, so that a change is blamed for what it does to files that it leaves alone. A file that is
the same in both is judged once.
"""

from __future__ import annotations

from .. import alone, files
from ..finding import Report, Since
from ..git import Git
from ..lint import Linter
from ..run import Files
from ..settings import Settings
from .compared import compared
from .names import called
from .nouns import Base, Blob
from .objects import Objects, is_stored_as
from .tree import listed, moved, renamed


def against(base: Base, now: Files, settings: Settings, linter: Linter) -> Report:
    """The report on what is new in some files since the base; raises GitError."""
    git = Git(base.top)
    with Objects(git) as objects:
        tree = moved(listed(git, base.commit), renamed(git, base.commit))
        places = called(tree, settings.paths, settings.exclude, base.top, objects)
        blobs = {path: tree[place] if place else None for path, place in places.items()}
        found = compared(now, _before(now, blobs, objects, linter), settings)
    since = Since(base.ref, base.commit, found.old, found.gone, base.not_applied)
    return found.report._replace(findings=found.new, since=since)


def _before(now: Files, blobs: dict[str, Blob | None], objects: Objects, linter: Linter) -> Files:
    """The files of the base, each with what it comes to."""
    outcomes = dict(zip(now.paths, now.outcomes, strict=True))
    changed: dict[str, str] = {}
    for path, blob in blobs.items():
        if blob is not None and not (path in outcomes and _is_unchanged(now.source_of(path), blob)):
            changed[path] = blob.id

    def source_of(path: str) -> files.Source | None:
        if path in changed:
            return files.Source(files.printable(path), objects.read(changed[path]))
        return now.source_of(path)

    for path, blob_id in changed.items():
        outcomes[path] = alone.outcome(files.of_bytes(path, objects.read(blob_id)), linter)
    there = [path for path in blobs if path in outcomes]
    return Files(tuple(there), tuple(outcomes[path] for path in there), source_of)


def _is_unchanged(source: files.Source | None, blob: Blob) -> bool:
    return source is not None and is_stored_as(source.data, blob.id)
