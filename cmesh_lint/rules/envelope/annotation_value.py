"""An annotation value that is not a boolean."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._annotations import BOOLEANS, switches


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames values that Go's strconv.ParseBool refuses."""
    for steps, name, value in switches(config):
        # What is no text, the API server refuses.
        if isinstance(value, str) and value not in BOOLEANS:
            text = f'{found(value)} for `{name}` is not a valid boolean, so the agent uses its default; write "true" or "false"'
            yield RULE.found(text, config.at(*steps))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An annotation value that is not a boolean",
        catches=(
            "A `cec.cilium.io/…` annotation, or the label `cilium.io/use-original-source-address`, whose value Go "
            "does not accept as a boolean. It accepts 1, t, T, true, True, TRUE, 0, f, F, false, False and FALSE."
        ),
        why="The agent silently ignores it and uses the default.",
        bad=fix_example(ECHO, ('"false"', '"no"  # want: annotation-value "is not a valid boolean"')),
        good=ECHO,
        fix='Write "true" or "false".',
        more=(
            Example(
                "the label",
                bad=fix_example(
                    ECHO,
                    ("  annotations:\n    cec.cilium.io/", "  labels:\n    cilium.io/"),
                    ('"false"', '"off"  # want: annotation-value "is not a valid boolean"'),
                ),
            ),
            Example("one letter", good=fix_example(ECHO, ('"false"', '"F"'))),
        ),
    )


RULE = Rule(
    id="annotation-value",
    severity="error",
    gate="runtime",
    effect="the agent silently ignores the value and uses its default",
    on=(CONFIG,),
    check=check,
    page=page,
)
