"""Policy is not in the rendered CECs. `rendered/` speaks for it."""

from __future__ import annotations

from ...rule import Page, Rule


def page() -> Page:
    from ._examples import MADE

    return Page(
        title="Policy is not in the rendered CECs",
        catches=(
            "A policy next to a file of rendered CECs that none of them names in its annotation "
            "`policy.cmesh-lint.io/stanzas`; and a policy that kustomize leaves out of its output. It takes several "
            "files to show: here the CEC is generated from the policy `echo-limit`, and another policy is in a file "
            "next to it."
        ),
        why=(
            "What is applied does not include the policy, and nothing reports it: the file was rendered before the "
            "policy was written."
        ),
        bad=MADE,
        good=MADE,
        fix="Run `cmesh-lint render` again, and commit the result.",
    )


RULE = Rule(
    id="policy-not-rendered",
    severity="error",
    gate="runtime",
    effect="the policy is missing from what is applied, and nothing reports it",
    page=page,
    formerly=("lost-stanza",),
)
