"""A CEC without a namespace."""

from __future__ import annotations

from collections.abc import Iterator

from ...cec.envoy_config import EnvoyConfig
from ...finding import Problem
from ...rule import CONFIG, Page, Rule, fix_example


def check(config: EnvoyConfig) -> Iterator[Problem]:
    """Blames the name of a namespaced object without a namespace."""
    # Inside of another object the release or application decides.
    inside = config.manifest.within is not None
    if not config.clusterwide and not inside and not config.metadata.get("namespace"):
        text = "no namespace set; CiliumEnvoyConfig will be applied to kubectl's current namespace"
        yield RULE.found(text, config.at("metadata", "name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A CEC without a namespace",
        catches=(
            "A CiliumEnvoyConfig without `metadata.namespace`. It is applied to kubectl's current namespace, unless "
            "kustomize or Argo CD sets one."
        ),
        why=(
            "The agent qualifies the name of every listener, route and cluster with the namespace, so in another "
            "namespace they have other names."
        ),
        bad=fix_example(
            ECHO,
            (
                "metadata:\n  name: echo\n  namespace: default\n",
                'metadata:\n  name: echo  # want: no-namespace "no namespace set"\n',
            ),
        ),
        good=ECHO,
        fix="Set `metadata.namespace`.",
    )


RULE = Rule(
    id="no-namespace",
    severity="info",
    gate=None,
    on=(CONFIG,),
    check=check,
    page=page,
)
