"""A node selector that is not valid."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent import node_selector
from ...cec.envoy_config import EnvoyConfig
from ...finding import Gate, Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames labels and requirements that Kubernetes' label selectors do not allow."""
    selector = config.spec.get("nodeSelector")
    if not isinstance(selector, dict):
        return
    for trouble, route in node_selector.troubles(selector):
        gate: Gate | None = "api" if node_selector.is_refused_by_crd(selector, route) else None
        yield RULE.found(trouble, config.at("spec", "nodeSelector", *route), gate=gate)


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A node selector that is not valid",
        catches=(
            "A requirement of `nodeSelector.matchExpressions` that does not fit its operator, `In` without "
            "values or `Exists` with some, an unknown operator, or a key or value that is no label."
        ),
        why=(
            "The API server refuses what the CRD forbids: an operator of another name, and a value of `matchLabels` that "
            "is none. The rest the agent finds, and skips the whole object."
        ),
        bad=fix_example(
            ECHO,
            (
                "  services:\n",
                "  nodeSelector:\n    matchExpressions:\n"
                '    - {key: zone, operator: In}  # want: node-selector "`In` needs values"\n  services:\n',
            ),
        ),
        good=fix_example(
            ECHO,
            (
                "  services:\n  - name: echo\n    namespace: default\n    listener: echo\n",
                "  nodeSelector:\n    matchExpressions:\n    - {key: zone, operator: In, values: [a]}\n",
            ),
        ),
        fix="Write a selector as for any Kubernetes object.",
        log=("Skipping CiliumEnvoyConfig due to invalid NodeSelector",),
    )


RULE = Rule(
    id="node-selector",
    severity="error",
    gate="refused",
    on=(CONFIG,),
    check=check,
    since="1.16",
    page=page,
)
