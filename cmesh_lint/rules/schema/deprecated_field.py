"""A deprecated field."""

from __future__ import annotations

from ...rule import Example, Page, Rule, fix_example


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A deprecated field",
        catches=(
            "A field that Envoy's API of the selected release marks as deprecated. The few that Envoy already "
            "rejects are errors."
        ),
        why="It works, with a warning in Envoy's log; a later release may reject it.",
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
        fix="Use its replacement.",
        log=("Deprecated field",),
        more=(
            Example(
                "a field that Envoy already rejects",
                bad=fix_example(
                    ECHO,
                    (
                        "          timeout: 5s\n",
                        """          timeout: 5s
          rate_limits:
          - actions:
            - dynamic_metadata:  # want: deprecated-field "`dynamic_metadata` in RateLimit.Action is deprecated"
                descriptor_key: tenant
                metadata_key: {key: tenant, path: [{key: name}]}
""",
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="deprecated-field",
    severity="info",
    gate="runtime",
    effect="it works today; Envoy removes the field in a later release",
    page=page,
)
