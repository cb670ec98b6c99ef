"""A report as text, in the format that was asked for, with the paths that its readers use."""

from __future__ import annotations

import os

from ..report import Report
from ..reports import AS_GIVEN, renderer
from ..system import checkout


def render(report: Report, form: str, *, colour: bool = False, everything: bool = False) -> str:
    """The report in the format of that name. Of formats for a repository, paths count from the top of the checkout.

    `everything`: the text lists what does not count, too.
    """
    if form == "text" and everything:
        from ..reports.text import render_everything

        return render_everything(report, colour=colour)
    if form not in AS_GIVEN:
        here = os.getcwd()
        report = checkout.seen_from(report, checkout.top(here), here)
    return renderer(form).render(report, colour=colour)
