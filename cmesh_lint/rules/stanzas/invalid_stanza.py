"""A stanza that cannot be expanded. `rendered/` speaks for it."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ._examples import STANZA

    bad = STANZA.replace("  per: 5s\n", '  per: 5 s  # want: invalid-stanza "expected a duration"\n')
    return Page(
        title="A stanza that cannot be expanded",
        catches=(
            "Policy stanzas that are not as their schema has them, that contradict each other, or that need a newer "
            "Cilium. Stanzas of one folder belong together, unless a kustomization says what does."
        ),
        why="`cmesh-krm`, `cmesh-lint expand` and `cmesh-lint render` make nothing where a stanza is wrong.",
        bad=bad,
        good=fix_example(bad, ("5 s", "5s")),
        fix="The message says what was expected; docs/policies.md has every kind and field.",
    )


RULE = Rule(
    id="invalid-stanza",
    severity="error",
    gate=None,
    page=page,
)
