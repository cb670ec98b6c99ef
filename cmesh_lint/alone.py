"""What was read of a file → Outcome. Whatever is wrong with a file costs it alone."""

from __future__ import annotations

from . import files, objects
from .documents import too_large
from .finding import Counts, NotChecked
from .lint import Linter, Outcome
from .locate import reading_finding
from .marks import POLICIES
from .sieve.nouns import speaks

Read = files.Source | files.TooLarge | NotChecked


def outcome(read: Read, linter: Linter) -> Outcome:
    """What a file comes to, as it was read."""
    if isinstance(read, NotChecked):
        return Outcome((), (read,), Counts(files=1))
    if isinstance(read, files.TooLarge):
        return Outcome((reading_finding(too_large(read), linter.versions),), (), Counts(files=1))
    found = linter.lint(read) if files.holds_envoy_config(read.data) else _skipped(read)
    if speaks(read.data):
        from .sieve.reading import ignores

        found = found._replace(ignores=ignores(read))
    if POLICIES.in_bytes(read.data):
        found = found._replace(stanzas=True, counts=found.counts._replace(skipped=0))
    return _with_objects(found, read) if linter.keeps_objects else found


def _skipped(source: files.Source) -> Outcome:
    beside = files.neighbour(source)
    return Outcome((), (), Counts(files=1, skipped=1), beside=(beside,) if beside else ())


def _with_objects(outcome: Outcome, source: files.Source) -> Outcome:
    """The outcome with the objects that hold no Envoy configuration, too: rules may be about them."""
    more = objects.beside(source)
    together = sorted((*outcome.objects, *more.objects), key=lambda each: each.document)
    return outcome._replace(objects=tuple(together), not_checked=(*outcome.not_checked, *more.not_checked))
