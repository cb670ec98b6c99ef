"""An ignore of a rule that does not exist."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="An ignore of a rule that does not exist",
        catches=(
            "A comment or an annotation that ignores a rule which is neither one of `cmesh-lint rules` nor one of the "
            "organisation's rules that belong to the run."
        ),
        why="It ignores nothing: the id is misspelt, or the rule has another name by now.",
        bad=commented(
            "ignore[path-without-slashes] paths have none here",
            'ignore-unknown-rule "did you mean `path-without-slash`?"',
        ),
        good=GOOD,
        fix="Write the id as the finding shows it, in brackets behind the severity.",
    )


RULE = Rule(
    id="ignore-unknown-rule",
    severity="warning",
    gate=None,
    page=page,
)
