"""A label that has become an annotation."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Rule, mended
from ..echo import ECHO
from ._annotations import LABEL, SOURCE_ADDRESS


def judge(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the label where the annotation is not set."""
    labels, annotations = config.metadata.get("labels"), config.metadata.get("annotations")
    annotated = isinstance(annotations, dict) and SOURCE_ADDRESS in annotations
    if isinstance(labels, dict) and LABEL in labels and not annotated:
        text = f"since Cilium 1.19 the annotation `{SOURCE_ADDRESS}` takes the place of this label"
        yield RULE.found(text, config.at("metadata", "labels", LABEL), at="key")


RULE = Rule(
    id="deprecated-label",
    title="A label that has become an annotation",
    severity="info",
    gate="runtime",
    catches=(
        "The label `cilium.io/use-original-source-address`, from Cilium 1.19 on. The annotation "
        "`cec.cilium.io/use-original-source-address` counts before it."
    ),
    why="It still works, and a later release may drop it.",
    bad=mended(
        ECHO,
        (
            '  annotations:\n    cec.cilium.io/use-original-source-address: "false"\n',
            '  labels:\n    cilium.io/use-original-source-address: "false"  # want: deprecated-label "annotation"\n',
        ),
    ),
    good=ECHO,
    fix="Write the annotation.",
    on=(CONFIG,),
    judge=judge,
    since="1.19",
)
