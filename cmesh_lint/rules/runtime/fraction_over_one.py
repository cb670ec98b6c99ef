"""A fraction of more than all."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...protobuf.walk import Message
from ...rule import Page, Rule, fix_example

_DENOMINATORS = {"HUNDRED": 100, "TEN_THOUSAND": 10_000, "MILLION": 1_000_000}


def check(fraction: Message, config: EnvoyConfig) -> Iterator[Problem]:
    """Blames numerators beyond the denominator."""
    numerator = fraction.fields.get("numerator", 0)
    denominator = _DENOMINATORS.get(str(fraction.fields.get("denominator", "HUNDRED")))
    if isinstance(numerator, int) and denominator is not None and numerator > denominator:
        text = f"{numerator} of {denominator} is more than all; it counts as all"
        yield RULE.found(text, fraction.route_of("numerator"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A fraction of more than all",
        catches="A `runtime_fraction` whose numerator is greater than its denominator.",
        why="It counts as all: every request matches.",
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          prefix: /\n          runtime_fraction:\n            default_value: {numerator: 200}  # want: fraction-over-one "more than all"\n',
            ),
        ),
        good=ECHO,
        fix="Write a numerator up to the denominator.",
    )


RULE = Rule(
    id="fraction-over-one",
    severity="warning",
    gate="runtime",
    effect="Envoy treats the fraction as 100 %: it applies to every request",
    on=("envoy.type.v3.FractionalPercent",),
    check=check,
    page=page,
)
