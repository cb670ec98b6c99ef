"""Fraction above 100 %."""

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
        text = f"{numerator}/{denominator} exceeds 100 %; Envoy treats it as 100 %"
        yield RULE.found(text, fraction.route_of("numerator"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Fraction above 100 %",
        catches="A fraction, such as a `runtime_fraction`, whose numerator is greater than its denominator.",
        why="Envoy treats it as 100 %: every request matches.",
        bad=fix_example(
            ECHO,
            (
                "          prefix: /\n",
                '          prefix: /\n          runtime_fraction:\n            default_value: {numerator: 200}  # want: fraction-over-one "exceeds 100 %"\n',
            ),
        ),
        good=ECHO,
        fix="Set a numerator that is at most the denominator.",
    )


RULE = Rule(
    id="fraction-over-one",
    severity="warning",
    gate="runtime",
    effect="every request is selected",
    on=("envoy.type.v3.FractionalPercent",),
    check=check,
    page=page,
)
