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
        text = "CiliumEnvoyConfig has no namespace; it goes where the context of kubectl points"
        yield RULE.found(text, config.at("metadata", "name"))


def page() -> Page:
    from ..echo import ECHO

    return Page(
        title="A CEC without a namespace",
        catches=(
            "A CiliumEnvoyConfig without `metadata.namespace`. It lands where the context of kubectl points, "
            "unless kustomize or Argo CD writes one."
        ),
        why=(
            "The agent puts the namespace before the name of every listener, route and cluster; in another "
            "namespace they are others."
        ),
        bad=fix_example(
            ECHO,
            (
                "metadata:\n  name: echo\n  namespace: default\n",
                'metadata:\n  name: echo  # want: no-namespace "has no namespace"\n',
            ),
        ),
        good=ECHO,
        fix="Write the namespace.",
    )


RULE = Rule(
    id="no-namespace",
    severity="info",
    gate=None,
    on=(CONFIG,),
    check=check,
    page=page,
)
