"""A comment that looks like an ignore and is none."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="A comment that looks like an ignore and is none",
        catches=(
            "A comment that begins with `# cmesh-lint:` and goes on with a misspelt `ignore`, with a word of another "
            "linter such as `disable`, or with `ignore` and no rule in brackets."
        ),
        why="It ignores nothing.",
        bad=commented("ignore paths have no slash here", 'malformed-ignore "no rule is named"'),
        good=GOOD,
        fix="Write `# cmesh-lint: ignore[RULE] reason`, or `ignore-document` or `ignore-file` for more than an entry.",
    )


RULE = Rule(
    id="malformed-ignore",
    severity="warning",
    gate=None,
    page=page,
)
