"""An annotation that is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...decode.wording import found
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example
from ._annotations import BOOLEANS, switches


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames values that Go's strconv.ParseBool refuses."""
    for steps, name, value in switches(config):
        # What is no text, the API server refuses.
        if isinstance(value, str) and value not in BOOLEANS:
            text = f"{found(value)} for `{name}` is neither true nor false to the agent, which uses its default"
            yield RULE.found(text, config.at(*steps))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An annotation that is neither true nor false",
        catches=(
            "A `cec.cilium.io/…` annotation, or the label `cilium.io/use-original-source-address`, whose "
            "value Go does not take for a boolean: 1, t, T, true, True, TRUE, 0, f, F, false, False and FALSE "
            "it takes."
        ),
        why="The agent ignores it without a word and uses the default.",
        bad=fix_example(ECHO, ('"false"', '"no"  # want: annotation-value "neither true nor false"')),
        good=ECHO,
        fix='Write "true" or "false".',
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
