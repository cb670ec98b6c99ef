"""A comment that looks like an ignore and is none."""

from __future__ import annotations

from ...rule import Rule
from ._examples import GOOD, commented

RULE = Rule(
    id="malformed-ignore",
    title="A comment that looks like an ignore and is none",
    severity="warning",
    gate=None,
    catches=(
        "A comment that begins with `# cmesh-lint:` and goes on with a misspelt `ignore`, with a word of another "
        "linter such as `disable`, or with `ignore` and no rule in brackets."
    ),
    why="It ignores nothing.",
    bad=commented("ignore paths have no slash here", 'malformed-ignore "no rule is named"'),
    good=GOOD,
    fix="Write `# cmesh-lint: ignore[RULE] reason`, or `ignore-document` or `ignore-file` for more than an entry.",
)
