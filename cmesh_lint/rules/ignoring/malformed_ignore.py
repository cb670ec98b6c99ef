"""Ignore comment is not valid."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="Ignore comment is not valid",
        catches=(
            "A comment that starts with `# cmesh-lint:` and continues with a misspelt `ignore`, with a word of another "
            "linter such as `disable`, or with `ignore` but no rule in brackets."
        ),
        why="It ignores nothing.",
        bad=commented("ignore paths have no slash here", 'malformed-ignore "no rule in brackets"'),
        good=GOOD,
        fix=(
            "Write `# cmesh-lint: ignore[RULE] reason`, or `ignore-document` or `ignore-file` to cover more than one "
            "entry."
        ),
    )


RULE = Rule(
    id="malformed-ignore",
    severity="warning",
    gate=None,
    page=page,
)
