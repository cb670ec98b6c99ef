"""Ignore that matches no finding."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="Ignore that matches no finding",
        catches=(
            "A comment or an annotation for a rule that has no finding where the ignore applies. It is not reported if "
            "there may be another reason: the rule does not run for these versions of Cilium or looks at several files "
            "(unless `--assume-complete` says that they are complete), or something in the file could not be read or "
            "checked."
        ),
        why="It is left over from a problem that is fixed, or is in the wrong place; it would hide the next problem.",
        bad=commented(
            "ignore[weight-zero] it waits for its release", 'unused-ignore "`weight-zero` finds nothing here"'
        ),
        good=GOOD,
        fix=(
            "Remove it. If the finding is still reported, move the comment to the end of the line that the report "
            "shows, or to a line of its own above the entry. Check all versions that you use in one run."
        ),
    )


RULE = Rule(
    id="unused-ignore",
    severity="warning",
    gate=None,
    page=page,
)
