"""Settings → Report: finds the files, and runs the pipeline, with a base commit or without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from . import faults
from .config.settings import Settings
from .finding import LeftOut, NotChecked
from .lint.linter import Linter
from .pipeline import ALL, Progress, check_files, conclude
from .report import Report
from .source import files


def run(settings: Settings, progress: Progress | None = None, processes: int | None = None) -> Report:
    """Reads what the settings name and checks it. Whatever goes wrong with one file costs that file alone.

    Large repositories are checked by several processes: as many as suit the machine, or `processes`.
    Raises GitError where there is a base to compare with and it cannot be read.
    """
    linter = Linter(settings.cilium_versions, keeps_objects=bool(settings.rego.sources))
    missed: list[NotChecked] = []
    left: set[LeftOut] = set()
    paths = _paths(settings, missed, left)
    report = _reported(paths, settings, linter, missed, progress, processes)
    return report._replace(left_out=tuple(sorted(left)))


def _reported(
    paths: list[str],
    settings: Settings,
    linter: Linter,
    missed: Sequence[NotChecked],
    progress: Progress | None,
    processes: int | None,
) -> Report:
    if settings.base is None:
        return conclude(check_files(paths, linter, progress, processes)._replace(missed=tuple(missed)), settings)
    from .changes.against_base import against
    from .changes.paths import own
    from .system.git import GitError

    found = check_files(own(paths, settings.base.top), linter, progress, processes)._replace(missed=tuple(missed))
    try:
        return against(settings.base, found, settings, linter)
    except GitError:
        raise
    except Exception as error:
        said = faults.not_checked(
            ALL, f"comparing with `{settings.base.ref}`, without which all findings count,", error
        )
        return conclude(found._replace(missed=(*missed, said)), settings)


def _paths(settings: Settings, missed: list[NotChecked], left: set[LeftOut]) -> list[str]:
    """The files to read. Where one of the paths is more than the program can do, those of the others."""
    try:
        return list(files.find(settings.paths, settings.exclude, left.add))
    except Exception:
        found: dict[str, None] = {}
        for path in settings.paths:
            here = partial(lambda each: [*files.find((each,), settings.exclude, left.add)], path)
            found.update(dict.fromkeys(faults.attempt(files.printable(path), "searching it", missed, here, [])))
        return list(found)
