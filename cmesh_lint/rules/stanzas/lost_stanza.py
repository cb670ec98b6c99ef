"""A stanza that nothing was made of. `rendered/` speaks for it."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import MADE

    return Page(
        title="A stanza that no CEC is made of",
        catches=(
            "Policy stanzas beside a file of rendered CECs of which none names them in its provenance, the annotation "
            "`policy.cmesh-lint.io/stanzas`; and those that kustomize leaves out of what it builds. It takes several files "
            "to show: here the CEC is made of the stanza `echo-limit`, and another stanza stands in a file beside it."
        ),
        why="What is applied lacks the policy, and nobody is told: the file was rendered before the stanza was written.",
        bad=MADE,
        good=MADE,
        fix="Run `cmesh-lint render` again, and commit what it writes.",
    )


RULE = Rule(
    id="lost-stanza",
    severity="error",
    gate="runtime",
    effect="the policy is missing from what is applied, and nothing reports it",
    page=page,
)
