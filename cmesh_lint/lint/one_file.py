"""What was read of a file → Outcome. Whatever is wrong with a file costs it alone."""

from __future__ import annotations

from .. import faults
from ..filters.ignores.ignore import speaks
from ..finding import Counts, NotChecked
from ..source import files, objects
from ..source.documents import too_large
from ..source.prefilter import POLICIES
from .linter import Linter, Outcome
from .locate import reading_finding

Read = files.Source | files.TooLarge | NotChecked


def of_file(path: str, linter: Linter) -> Outcome:
    """What the file at a path comes to."""
    return outcome(read_whole(path), linter)


def read_whole(path: str) -> Read:
    """The file at a path; where reading it is more than the program can do, that it is not checked."""
    try:
        return files.read_whole(path)
    except Exception as error:
        return faults.not_checked(files.printable(path), "reading it", error)


def outcome(read: Read, linter: Linter) -> Outcome:
    """What a file comes to, as it was read. A fault of ours costs this file, or a part of it."""
    if isinstance(read, NotChecked):
        return Outcome((), (read,), Counts(files=1))
    try:
        return _outcome(read, linter)
    except Exception as error:
        return Outcome((), (faults.not_checked(read.path, "checking it", error),), Counts(files=1))


def _outcome(read: files.Source | files.TooLarge, linter: Linter) -> Outcome:
    if isinstance(read, files.TooLarge):
        return Outcome((reading_finding(too_large(read), linter.versions),), (), Counts(files=1))
    found = linter.lint(read) if files.holds_envoy_config(read.data) else _skipped(read)
    if speaks(read.data):
        from ..filters.ignores.collect import ignores

        missed: list[NotChecked] = []
        said = faults.attempt(read.path, "reading its ignores", missed, lambda: ignores(read), ())
        found = found._replace(ignores=said, not_checked=(*found.not_checked, *missed))
    if POLICIES.in_bytes(read.data):
        found = found._replace(stanzas=True, counts=found.counts._replace(skipped=0))
    return _with_objects(found, read) if linter.keeps_objects else found


def _skipped(source: files.Source) -> Outcome:
    beside = files.neighbour(source)
    return Outcome((), (), Counts(files=1, skipped=1), beside=(beside,) if beside else ())


def _with_objects(outcome: Outcome, source: files.Source) -> Outcome:
    """The outcome with the objects that hold no Envoy configuration, too: rules may be about them."""
    try:
        more = objects.beside(source)
    except Exception as error:
        missed = faults.not_checked(source.path, "reading its objects", error)
        return outcome._replace(not_checked=(*outcome.not_checked, missed))
    together = sorted((*outcome.objects, *more.objects), key=lambda each: each.document)
    return outcome._replace(objects=tuple(together), not_checked=(*outcome.not_checked, *more.not_checked))
