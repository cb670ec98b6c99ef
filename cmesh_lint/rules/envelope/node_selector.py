"""An invalid node selector."""

from __future__ import annotations

from collections.abc import Iterator

from ...agent import node_selector
from ...cec.envoy_config import EnvoyConfig
from ...finding import Gate, Problem
from ...rule import CONFIG, Example, Page, Rule, fix_example


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
        title="An invalid node selector",
        catches=(
            "A requirement of `nodeSelector.matchExpressions` that does not fit its operator (`In` without values, "
            "`Exists` with values), an unknown operator, or an invalid label key or value."
        ),
        why=(
            "The API server refuses what the CRD forbids: an unknown operator and an invalid value in `matchLabels`. "
            "The rest is found by the agent, which skips the whole object."
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
        fix="Write a label selector as for any Kubernetes object.",
        log=("Skipping CiliumEnvoyConfig due to invalid NodeSelector",),
        more=(
            Example(
                "`Exists` with values",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  nodeSelector:\n    matchExpressions:\n    - {key: zone, operator: Exists, values: [a]}  # want: node-selector "`Exists` takes no values"\n  services:\n',
                    ),
                ),
            ),
            Example(
                "an unknown operator",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  nodeSelector:\n    matchExpressions:\n    - {key: zone, operator: Equals, values: [a]}  # want: node-selector "`Equals` is not a valid label selector operator"\n  services:\n',
                    ),
                ),
            ),
            Example(
                "an invalid label value",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  nodeSelector:\n    matchLabels:\n      zone: "a b"  # want: node-selector "`a b` is not a valid label value"\n  services:\n',
                    ),
                ),
            ),
            Example(
                "an invalid label key",
                bad=fix_example(
                    ECHO,
                    (
                        "  services:\n",
                        '  nodeSelector:\n    matchLabels:\n      "the zone": a  # want: node-selector "`the zone` is not a valid label key"\n  services:\n',
                    ),
                ),
            ),
        ),
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
