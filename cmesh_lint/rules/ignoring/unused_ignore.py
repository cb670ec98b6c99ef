"""An ignore that matches nothing."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import GOOD, commented

    return Page(
        title="An ignore that matches nothing",
        catches=(
            "A comment or an annotation that names a rule which finds nothing where the ignore counts. It is not told "
            "where the silence may have another reason: the rule is not asked for these versions of Cilium or is about "
            "several files (unless `--assume-complete` says that they are all there), or something of the file could not "
            "be read or checked."
        ),
        why="It is left over from a fault that is mended, or stands in the wrong place; the next fault would be hidden.",
        bad=commented("ignore[weight-zero] it waits for its release", 'unused-ignore "nothing of `weight-zero`"'),
        good=GOOD,
        fix=(
            "Take it out. If the finding is there and still reported, move the comment to the end of the line that the "
            "report names, or to a line of its own above the entry. Judge for all versions that you run at once."
        ),
    )


RULE = Rule(
    id="unused-ignore",
    severity="warning",
    gate=None,
    page=page,
)
