"""An annotation that this Cilium version ignores."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example
from ._annotations import FIRST, LABEL, SOURCE_ADDRESS, switches


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames annotations newer than the version, unless the older label says the same."""
    labels = config.metadata.get("labels")
    for steps, name, _ in switches(config):
        first = FIRST.get(name)
        covered = name == SOURCE_ADDRESS and isinstance(labels, dict) and LABEL in labels
        if first is not None and not config.since(first) and not covered:
            yield RULE.found(f"`{name}` is ignored before Cilium {first}", config.at(*steps), at="key")


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="An annotation that this Cilium version ignores",
        catches=(
            "An annotation that was added in a later Cilium version: `inject-cilium-filters` in 1.18, `is-l7lb` and "
            "`use-original-source-address` in 1.19. Before 1.19, only the label "
            "`cilium.io/use-original-source-address` is read."
        ),
        why="The agent silently ignores it.",
        bad=fix_example(
            ECHO,
            (
                'use-original-source-address: "false"\n',
                'use-original-source-address: "false"  # want: annotation-too-new "is ignored before Cilium 1.19"\n',
            ),
        ),
        good=fix_example(ECHO, ("  annotations:\n    cec.cilium.io", "  labels:\n    cilium.io")),
        fix=("For `use-original-source-address`, also set the label `cilium.io/use-original-source-address`."),
        more=(
            Example(
                "`inject-cilium-filters`",
                bad=fix_example(
                    ECHO,
                    (
                        'use-original-source-address: "false"',
                        'inject-cilium-filters: "true"  # want: annotation-too-new "is ignored before Cilium 1.18"',
                    ),
                ),
                cilium="1.17",
            ),
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
    id="annotation-too-new",
    severity="error",
    gate="runtime",
    effect="this version of Cilium silently ignores the annotation",
    on=(CONFIG,),
    check=check,
    until="1.18",
    page=page,
)
