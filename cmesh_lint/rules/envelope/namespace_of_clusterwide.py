"""A namespace on a clusterwide object."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames a namespace that means nothing."""
    if config.clusterwide and config.metadata.get("namespace"):
        text = "a CiliumClusterwideEnvoyConfig has no namespace, so this one is ignored; remove it"
        yield RULE.found(text, config.at("metadata", "namespace"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A namespace on a clusterwide object",
        catches="A CiliumClusterwideEnvoyConfig with `metadata.namespace`.",
        why=(
            "The object is not namespaced: the API server removes the namespace, and names are not qualified with it."
        ),
        bad=fix_example(
            ECHO,
            ("kind: CiliumEnvoyConfig", "kind: CiliumClusterwideEnvoyConfig"),
            (
                "metadata:\n  name: echo\n  namespace: default\n",
                'metadata:\n  name: echo\n  namespace: default  # want: namespace-of-clusterwide "has no namespace"\n',
            ),
        ),
        good=fix_example(
            ECHO,
            ("kind: CiliumEnvoyConfig", "kind: CiliumClusterwideEnvoyConfig"),
            ("metadata:\n  name: echo\n  namespace: default\n", "metadata:\n  name: echo\n"),
        ),
        fix="Remove the namespace.",
    )


RULE = Rule(
    id="namespace-of-clusterwide",
    severity="info",
    gate=None,
    on=(CONFIG,),
    check=check,
    page=page,
)
