"""Policy is not valid. `rendered/` speaks for it."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ._examples import STANZA

    bad = STANZA.replace("  per: 5s\n", '  per: 5 s  # want: invalid-stanza "expected a duration"\n')
    return Page(
        title="Policy is not valid",
        catches=(
            "Policies that do not match their schema, contradict each other, or need a newer Cilium. All policies in a "
            "folder belong together, unless a kustomization says otherwise."
        ),
        why="`cmesh-krm`, `cmesh-lint expand` and `cmesh-lint render` produce nothing if a policy is invalid.",
        bad=bad,
        good=fix_example(bad, ("5 s", "5s")),
        fix="The message says what is expected; docs/policies.md describes every kind and field.",
    )


RULE = Rule(
    id="invalid-stanza",
    severity="error",
    gate=None,
    page=page,
)
