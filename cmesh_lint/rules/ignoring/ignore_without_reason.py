"""An ignore that does not say why."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="An ignore that does not say why",
        catches=(
            "A comment `# cmesh-lint: ignore[RULE]` with nothing behind it, or an annotation `ignore.cmesh-lint.io/RULE` "
            "with an empty value. What it ignores is ignored all the same."
        ),
        why="Nobody can tell later whether the finding was wrong, accepted for a time, or in the way.",
        bad=commented("ignore[path-without-slash]", 'ignore-without-reason "without a reason"'),
        good=GOOD,
        fix="Write the reason behind the bracket, or as the value of the annotation.",
    )


RULE = Rule(
    id="ignore-without-reason",
    severity="warning",
    gate=None,
    page=page,
)
