"""An ignore that does not say why."""

from __future__ import annotations

from ...rule import Rule
from ._examples import GOOD, commented

RULE = Rule(
    id="ignore-without-reason",
    title="An ignore that does not say why",
    severity="warning",
    gate=None,
    catches=(
        "A comment `# cmesh-lint: ignore[RULE]` with nothing behind it, or an annotation `ignore.cmesh-lint.io/RULE` "
        "with an empty value. What it ignores is ignored all the same."
    ),
    why="Nobody can tell later whether the finding was wrong, accepted for a time, or in the way.",
    bad=commented("ignore[path-without-slash]", 'ignore-without-reason "without a reason"'),
    good=GOOD,
    fix="Write the reason behind the bracket, or as the value of the annotation.",
)
