"""What was read of a file → Outcome. Whatever is wrong with a file costs it alone."""

from __future__ import annotations

from . import files
from .documents import too_large
from .finding import Counts, NotChecked
from .lint import Linter, Outcome
from .locate import reading_finding


def outcome(source: files.Read, linter: Linter) -> Outcome:
    """What a file comes to, as it was read."""
    if source is None:
        return Outcome((), (), Counts(files=1, skipped=1))
    if isinstance(source, files.Neighbour):
        return Outcome((), (), Counts(files=1, skipped=1), beside=(source,))
    if isinstance(source, NotChecked):
        return Outcome((), (source,), Counts(files=1))
    if isinstance(source, files.TooLarge):
        return Outcome((reading_finding(too_large(source), linter.versions),), (), Counts(files=1))
    return linter.lint(source)
