"""A label that an annotation replaces."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._annotations import LABEL, SOURCE_ADDRESS


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the label where the annotation is not set."""
    labels, annotations = config.metadata.get("labels"), config.metadata.get("annotations")
    annotated = isinstance(annotations, dict) and SOURCE_ADDRESS in annotations
    if isinstance(labels, dict) and LABEL in labels and not annotated:
        text = f"this label is deprecated since Cilium 1.19; use the annotation `{SOURCE_ADDRESS}`"
        yield RULE.found(text, config.at("metadata", "labels", LABEL), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A label that an annotation replaces",
        catches=(
            "The label `cilium.io/use-original-source-address`, from Cilium 1.19 on. The annotation "
            "`cec.cilium.io/use-original-source-address` takes precedence."
        ),
        why="It still works, but a later release may drop it.",
        bad=fix_example(
            ECHO,
            (
                '  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n',
                '  labels:\n    cilium.io/use-original-source-address: "false"  # want: deprecated-label "annotation"\n',
            ),
        ),
        good=ECHO,
        fix="Use the annotation.",
        more=(
            Example(
                "the annotation and the label",
                good=fix_example(
                    ECHO,
                    (
                        "  annotations:\n",
                        '  labels:\n    cilium.io/use-original-source-address: "false"\n  annotations:\n',
                    ),
                ),
            ),
        ),
    )


RULE = Rule(
    id="deprecated-label",
    severity="info",
    gate="runtime",
    effect="it works today; a later release of Cilium may ignore the label",
    on=(CONFIG,),
    check=check,
    since="1.19",
    page=page,
)
