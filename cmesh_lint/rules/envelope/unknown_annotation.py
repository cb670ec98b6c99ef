"""An unknown annotation."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ...suggest import did_you_mean
from ._annotations import FIRST, PREFIX


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames names with the agent's prefix that are none of its names."""
    annotations = config.metadata.get("annotations")
    for name in annotations if isinstance(annotations, dict) else ():
        if name.startswith(PREFIX) and name not in FIRST:
            text = f"unknown annotation `{name}`{did_you_mean(name, FIRST)}"
            yield RULE.found(text, config.at("metadata", "annotations", name), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An unknown annotation",
        catches="A `cec.cilium.io/…` annotation that no Cilium version reads.",
        why="The agent silently ignores it.",
        bad=fix_example(
            ECHO,
            (
                "  annotations:\n",
                '  annotations:\n    cec.cilium.io/inject-cilium-filter: "true"  # want: unknown-annotation "did you mean"\n',
            ),
        ),
        good=ECHO,
        fix="Correct the name, or remove the annotation.",
        more=(
            Example(
                "no similar name",
                bad=fix_example(
                    ECHO,
                    (
                        "  annotations:\n",
                        '  annotations:\n    cec.cilium.io/team: echo  # want: unknown-annotation "unknown annotation `cec.cilium.io/team`"\n',
                    ),
                ),
                good=fix_example(ECHO, ("  annotations:\n", "  annotations:\n    example.com/team: echo\n")),
            ),
        ),
    )


RULE = Rule(
    id="unknown-annotation",
    severity="warning",
    gate="runtime",
    effect="every version of Cilium silently ignores the annotation",
    on=(CONFIG,),
    check=check,
    page=page,
)
