"""Services redirected on some nodes only."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the selector of an object that redirects Services."""
    if config.spec.get("nodeSelector") and config.spec.get("services"):
        text = "with `nodeSelector`, clients on other nodes reach the listed Services without this config"
        yield RULE.found(text, config.at("spec", "nodeSelector"), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="Services redirected on some nodes only",
        catches="A CEC with both `nodeSelector` and `services`.",
        why=(
            "The redirect exists only on the selected nodes. Clients on other nodes reach the Service without it, so "
            "without its rate limit and authorization."
        ),
        bad=fix_example(
            ECHO,
            (
                "  services:\n",
                '  nodeSelector:  # want: node-selector-with-services "on other nodes"\n    matchLabels: {zone: a}\n  services:\n',
            ),
        ),
        good=ECHO,
        fix="Remove one of the two.",
    )


RULE = Rule(
    id="node-selector-with-services",
    severity="warning",
    gate="runtime",
    effect="rate limits, authorization and routes only apply to clients on the selected nodes",
    on=(CONFIG,),
    check=check,
    since="1.16",
    page=page,
)
