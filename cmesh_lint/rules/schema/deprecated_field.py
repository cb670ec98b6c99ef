"""A field that Envoy means to drop."""

from __future__ import annotations

from ...rule import Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A field that Envoy means to drop",
        catches=(
            "A field that Envoy's API of the chosen release marks as deprecated. The few that Envoy already "
            "refuses are errors."
        ),
        why="It works, with a warning in Envoy's log; a later release may refuse it.",
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          prefix: /\n          headers:\n          - name: x-team\n            exact_match: echo  # want: deprecated-field "`string_match` with `exact`"\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                "          prefix: /\n          headers:\n          - name: x-team\n            string_match: {exact: echo}\n",
            ),
        ),
        fix="Write what takes its place.",
        log=("Deprecated field",),
    )


RULE = Rule(
    id="deprecated-field",
    severity="info",
    gate="runtime",
    effect="it works today; Envoy removes the field in a later release",
    page=page,
)
