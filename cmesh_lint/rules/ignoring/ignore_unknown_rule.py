"""Ignore of a rule that does not exist."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="Ignore of a rule that does not exist",
        catches=(
            "A comment or an annotation that ignores a rule which is neither built in (`cmesh-lint rules`) nor one of "
            "the custom rules of the run."
        ),
        why="It ignores nothing: the id has a typo, or the rule has been renamed.",
        bad=commented(
            "ignore[path-without-slashes] paths have none here",
            'ignore-unknown-rule "did you mean `path-without-slash`?"',
        ),
        good=GOOD,
        fix="Write the id as in the finding, where it is in brackets after the severity.",
    )


RULE = Rule(
    id="ignore-unknown-rule",
    severity="warning",
    gate=None,
    page=page,
)
