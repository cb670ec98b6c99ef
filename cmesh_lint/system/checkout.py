"""Paths as the repository knows them: what reads a report beside the repository counts from its top."""

from __future__ import annotations

import os
from functools import cache

from ..finding import Finding, NotChecked
from ..places import Place
from ..report import Ignored, Report

NOT_A_FILE = ("<",)
"""How names begin that are no path: `<stdin>`."""


def top(folder: str) -> str:
    """The folder that holds `.git`, `folder` or the nearest one above; `folder` itself where there is none."""
    here = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return os.path.realpath(folder)
        here = parent
    return here


def is_within(path: str, folder: str) -> bool:
    """Whether a path leads to something in `folder`, links followed. Raises OSError and ValueError for no path.

    `folder` is absolute and without links, as `top` gives it.
    """
    return os.path.commonpath([os.path.realpath(path), folder]) == folder


def seen_from(report: Report, root: str, folder: str) -> Report:
    """The report of a run in `folder`, its files as they are called from `root`; those outside by their full path.

    Reads links on the way to a file, and no file.
    """

    @cache
    def named(file: str) -> str:
        return _named(file, root, folder)

    def placed(place: Place) -> Place:
        return place._replace(file=named(place.file))

    def moved(finding: Finding) -> Finding:
        related = tuple(each._replace(place=placed(each.place)) for each in finding.related)
        return finding._replace(place=placed(finding.place), related=related)

    def missed(item: NotChecked) -> NotChecked:
        return item._replace(file=named(item.file))

    def ignored(each: Ignored) -> Ignored:
        return each._replace(finding=moved(each.finding), place=placed(each.place) if each.place else None)

    known, since = report.known, report.since
    return report._replace(
        findings=tuple(map(moved, report.findings)),
        not_checked=tuple(map(missed, report.not_checked)),
        ignored=tuple(map(ignored, report.ignored)),
        known=known._replace(findings=tuple(map(moved, known.findings))) if known else None,
        since=since._replace(findings=tuple(map(moved, since.findings))) if since else None,
    )


def _named(file: str, root: str, folder: str) -> str:
    if file.startswith(NOT_A_FILE):
        return file
    above, name = os.path.split(os.path.join(folder, file))
    path = os.path.join(os.path.realpath(above), name)
    inside = os.path.relpath(path, root)
    outside = inside == os.pardir or inside.startswith(os.pardir + os.sep)
    return (path if outside else inside).replace(os.sep, "/")
