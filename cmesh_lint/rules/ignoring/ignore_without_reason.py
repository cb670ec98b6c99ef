"""Ignore without a reason."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="Ignore without a reason",
        catches=(
            "A comment `# cmesh-lint: ignore[RULE]` with nothing after it, or an annotation "
            "`ignore.cmesh-lint.io/RULE` with an empty value. It still ignores the finding."
        ),
        why="Later nobody can tell whether the finding was a false positive, an accepted risk, or in the way.",
        bad=commented("ignore[path-without-slash]", 'ignore-without-reason "without a reason"'),
        good=GOOD,
        fix="Write the reason after the bracket, or as the value of the annotation.",
    )


RULE = Rule(
    id="ignore-without-reason",
    severity="warning",
    gate=None,
    page=page,
)
